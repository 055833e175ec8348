#include "suppression/allowlist.h"

#include <algorithm>

#include "base/glob.h"
#include "base/text.h"

namespace nhiscan {
namespace {

constexpr std::int64_t kDayLength = 24L * 3600;

/// Whether a criterion doesn't stand in the way.
template <class Holds>
bool holds_for_one(const std::vector<std::string>& values, const Holds& holds) {
  return values.empty() || std::ranges::any_of(values, holds);
}

}  // namespace

bool excuses(const FindingAllowlist& list, const Finding& finding, std::string_view path,
             std::int64_t now) {
  if (list.expires && now >= *list.expires + kDayLength) return false;
  const std::string_view rule = finding.rule ? std::string_view(finding.rule->id) : "";
  return (list.path_patterns.empty() || list.paths.ignores(path)) &&
         holds_for_one(list.rules,
                       [&](const std::string& pattern) { return glob_match(pattern, rule); }) &&
         holds_for_one(list.fingerprints,
                       [&](const std::string& known) { return known == finding.id; }) &&
         holds_for_one(list.stopwords, [&](const std::string& word) {
           return contains_ignore_case(finding.secret.expose(), word);
         });
}

}  // namespace nhiscan
