#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "nhiscan/rule.h"

namespace nhiscan {

/// What the rules of providers know of values that aren't credentials. The beginnings by which they
/// mark their tokens ("ghp_", "glpat-"), read from the patterns: a free-form token that begins like
/// this and is nothing that its provider's rule takes is cut off, made up or somebody's near miss.
/// And the samples of their documentation, read from `ignore`.
class ClaimedPrefixes {
 public:
  ClaimedPrefixes() = default;
  explicit ClaimedPrefixes(std::span<const std::shared_ptr<const Rule>> rules);

  [[nodiscard]] bool claim(std::string_view token) const;
  [[nodiscard]] bool is_sample(std::string_view value) const;

 private:
  std::vector<std::string> prefixes_;  // sorted, none begins with another
  std::vector<std::string> samples_;   // sorted
};

}  // namespace nhiscan
