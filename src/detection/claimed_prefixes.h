#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "nhiscan/rule.h"

namespace nhiscan {

/// The beginnings by which providers mark their tokens ("ghp_", "glpat-"), read from the patterns
/// of the rules. A free-form token that begins like this and is nothing that its provider's rule
/// takes is cut off, made up or somebody's near miss.
class ClaimedPrefixes {
 public:
  ClaimedPrefixes() = default;
  explicit ClaimedPrefixes(std::span<const std::shared_ptr<const Rule>> rules);

  [[nodiscard]] bool claim(std::string_view token) const;

 private:
  std::vector<std::string> prefixes_;  // sorted, none begins with another
};

}  // namespace nhiscan
