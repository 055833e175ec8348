#pragma once

#include "scan/history.h"

namespace nhiscan {

/// Reads what the commits of `history.range` change and reports each secret that one of them adds,
/// once for each file, with the first commit that does. Costs what the range holds. Fails as
/// scan_history.
Result<ScanOutcome> scan_range(const HistoryTarget& target, const RuleSet& rules,
                               const ScanOptions& options, const HistoryOptions& history,
                               unsigned threads, ScanProgress& progress);

}  // namespace nhiscan
