#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "nhiscan/report.h"

namespace nhiscan {

/// Pointers into a report.
using Secrets = std::vector<const Secret*>;

/// Hides secrets that stand in the text around them: a commit's summary, a path, a decoded fact.
/// Keeps views into the report.
class Redactor {
 public:
  explicit Redactor(const Report& report);

  /// The text with asterisks for each secret of the report that has at least 16 bytes; shorter ones
  /// could be mere words. The text as it is if the report shows secrets.
  [[nodiscard]] std::string clean(std::string_view text) const;

  /// The same, and for `own`, the secrets that the text is about, from six bytes on.
  [[nodiscard]] std::string clean(std::string_view text, const Secrets& own) const;

  /// The secrets of the findings with these ids, as they were first found.
  [[nodiscard]] Secrets secrets_of(const std::vector<std::string>& finding_ids) const;

 private:
  [[nodiscard]] std::size_t secret_at_start(std::string_view text) const;

  bool show_secrets_;
  std::unordered_map<std::string_view, const Secret*> by_id_;
  std::unordered_set<std::string_view> secrets_;
  std::bitset<65536>
      openings_;  ///< the first two bytes of each secret: most places are ruled out here
  std::unordered_set<std::uint64_t> beginnings_;  ///< the first eight
  std::vector<std::size_t> sizes_;                ///< of the secrets, largest first
};

}  // namespace nhiscan
