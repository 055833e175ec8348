#pragma once

#include <cstdint>
#include <string>

#include "detection/rule_set.h"
#include "git/range_walk.h"
#include "git/repository.h"
#include "nhiscan/result.h"
#include "scan/history_memory.h"
#include "scan/history_places.h"
#include "scan/scan.h"

namespace nhiscan {

/// A repository, and how its files are named in a report.
struct HistoryTarget {
  std::string root;    ///< the PATH argument
  std::string prefix;  ///< of its top directory; empty, or with a `/` at the end
  RepositoryLayout layout;
};

struct HistoryOptions {
  ObjectScanOptions objects;
  PlaceOptions places;
  CommitRange range;  ///< no tips: all commits, and all else
};

/// Reads every object of the repository and reports each secret once for each file name that it
/// had, as it first came there: with its commit, and whether it still is at HEAD. Fails if there
/// are no objects to read; what is missing or damaged is in `coverage.skipped`. What `memory` (may
/// be null) knows of the repository isn't read again; it then knows all that was read.
Result<ScanOutcome> scan_history(const HistoryTarget& target, const RuleSet& rules,
                                 const ScanOptions& options, const HistoryOptions& history,
                                 unsigned threads, HistoryMemory* memory, ScanProgress& progress);

}  // namespace nhiscan
