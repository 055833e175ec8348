#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "nhiscan/report.h"
#include "reports/redactor.h"

// The words in which reports for people say things.
namespace nhiscan {

/// The rule of a finding, or one called "unknown" where it has none.
const Rule& rule_of(const Finding& finding);

/// `1 file`, `2 files`, `no files`.
std::string count_phrase(std::uint64_t count, std::string_view one, std::string_view many);

/// `999 bytes`, `1.2 kB`, `3.4 GB` (powers of 1000).
std::string bytes_phrase(std::uint64_t bytes);

/// `never expires`, `expires in 12 d`, `expired 2024-01-03`, `lives up to 24 h`, `lifetime
/// unknown`. `now`: seconds since the epoch.
std::string lifetime_phrase(const Lifetime& lifetime, std::int64_t now);

/// `since 1f0a9c3d5b of 2026-01-02`, `only in history, 1f0a9c3d5b of 2026-01-02, removed
/// 2026-01-03`, `in a stash, …`, `at refs/heads/old`; `staged` for what is in no commit yet. Empty
/// for a file of which the history isn't known.
std::string history_phrase(const Finding& finding);

/// How often a log holds it, and when: `seen 120 times, 2026-10-01 to 2026-10-02`. Empty for what
/// is seen once at an unknown time.
std::string observed_phrase(const Finding& finding);

/// The name of a finding's rule, and what may be shown of its secret unless that is nothing.
std::string finding_title(const Report& report, const Finding& finding);

/// Without secrets, and without a leading `./`: `src/app.py`, and `logs.tar.gz:3:1 > app.log`.
std::string path_of(const Redactor& redactor, const Location& location);
std::string place_of(const Redactor& redactor, const Location& location);

/// How many there are of each severity, by its number.
using SeverityCounts = std::array<std::size_t, 4>;

/// `3 critical, 1 low`, the worst first; empty where there are none.
std::string severities_phrase(const SeverityCounts& counts);

/// `critical` becomes `Critical`.
std::string capitalised(std::string_view word);

/// The words that aren't empty, with the separator between them.
std::string join(const std::vector<std::string>& words, std::string_view separator);

}  // namespace nhiscan
