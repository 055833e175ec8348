#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "nhiscan/finding.h"
#include "nhiscan/rule.h"

namespace nhiscan {

/// A place that another scanner named.
struct KnownPlace {
  std::string path;      ///< as it stands there, with `/`
  std::size_t line = 0;  ///< 1-based
  std::string commit;    ///< in hex, lower case; empty: any
};

/// What a baseline says of one finding: the value, by what can be known of it, or else the place.
struct KnownFinding {
  int line = 0;  ///< of the baseline, 1-based; 0 where its format has no lines
  std::string fingerprint;
  std::string salt;    ///< not empty: the fingerprint is a slow one
  std::string sha1;    ///< of the value, in hex, lower case
  std::string sha256;  ///< likewise
  Secret value;
  std::optional<KnownPlace> place;
  std::string rule;  ///< as the scanner that wrote it names it; empty where it doesn't say
  std::string reason;
  std::string owner;
  std::optional<std::int64_t> expires;  ///< as in BaselineEntry
};

/// What one file says.
struct KnownFindings {
  std::string file;       ///< as it was named
  std::string directory;  ///< that its paths are relative to, absolute
  std::vector<KnownFinding> findings;
  std::vector<std::string> ignored_paths;  ///< gitignore patterns
  std::vector<Allowlist> allowlists;       ///< of all rules
  std::vector<std::string> notes;          ///< `file:line: …`: what counts for nothing
  bool is_ours = false;
  std::string salt_check{};  ///< as in BaselineFile
};

}  // namespace nhiscan
