#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nhiscan/finding.h"
#include "sources/ignore_rules.h"

namespace nhiscan {

/// One `[[allowlist]]` of a settings file. It excuses a finding that all of its criteria hold for;
/// of each, one value has to. Of a file that lies below the settings file.
struct FindingAllowlist {
  int line = 0;  ///< 1-based
  std::vector<std::string> path_patterns;
  IgnoreRules paths;                      ///< gitignore patterns, from the file's directory
  std::vector<std::string> rules;         ///< ids, which may hold `*` and `?`
  std::vector<std::string> fingerprints;  ///< of findings
  std::vector<std::string> stopwords;     ///< in the secret; lower case
  std::string reason;
  std::optional<std::int64_t> expires;  ///< as in BaselineEntry
};

/// Whether `list` excuses the finding at `now`, in seconds since the epoch. `path` is the finding's
/// from the directory of the settings file.
bool excuses(const FindingAllowlist& list, const Finding& finding, std::string_view path,
             std::int64_t now);

}  // namespace nhiscan
