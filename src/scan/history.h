#pragma once

#include <cstdint>
#include <string>

#include "detection/rule_set.h"
#include "git/range_walk.h"
#include "git/repository.h"
#include "nhiscan/result.h"
#include "scan/history_memory.h"
#include "scan/history_places.h"
#include "scan/read_before.h"
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

/// What need not be read again; one of them, or none.
struct EarlierReading {
  HistoryMemory* run = nullptr;        ///< of the same repository
  ReadBefore* repositories = nullptr;  ///< others in this run
};

/// Reads every object of the repository and reports each secret once for each file name that it
/// had, as it first came there: with its commit, and whether it still is at HEAD. Fails if there
/// are no objects to read; what is missing or damaged is in `coverage.skipped`. What was read
/// earlier isn't read again, and what is read is added to it.
Result<ScanOutcome> scan_history(const HistoryTarget& target, const RuleSet& rules,
                                 const ScanOptions& options, const HistoryOptions& history,
                                 unsigned threads, EarlierReading earlier, ScanProgress& progress);

}  // namespace nhiscan
