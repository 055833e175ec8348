#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nhiscan/result.h"

namespace nhiscan {

/// One line of `.nhiscan-baseline`: a secret that is known, wherever it stands.
struct BaselineEntry {
  std::string fingerprint;  ///< of the finding; where there is a salt, the slow one
  std::string salt;         ///< of a guessable secret, else empty
  std::string rule;         ///< that found it when the entry was made
  std::string reason;
  std::string owner;
  std::optional<std::int64_t> expires;  ///< midnight of a day, seconds since the epoch, UTC; the
                                        ///< entry counts to the end of that day
  int line = 0;                         ///< 1-based; 0 for a new one
};

/// The file is TOML, one entry on each line, sorted, between fixed lines that git takes for the
/// surroundings of a change: so two branches that add entries merge.
struct BaselineFile {
  std::string salt_check;  ///< of the salt that keys its fingerprints; empty where it isn't said
  std::vector<BaselineEntry> entries;
  std::vector<std::string> notes;  ///< `file:line: …`: what is odd and does no harm
};

inline constexpr std::string_view kBaselineName = ".nhiscan-baseline";

/// What tells one salt from another in `salt_check`; says nothing of the salt itself.
std::string salt_check(std::string_view salt);

/// `file` stands in errors, which give it and the line: conflict markers, a version that isn't
/// known, lines that are cut off, unknown keys, wrong types. A secret that has two entries, as a
/// union of two branches may have it, is noted: the words of the first count, and the earlier day.
Result<BaselineFile> parse_baseline(std::string_view text, const std::string& file);

/// The file as `parse_baseline` reads it.
std::string to_text(const BaselineFile& baseline);

}  // namespace nhiscan
