#pragma once

#include <cstdint>

#include "detection/rule_set.h"
#include "scan/scan_blob.h"
#include "sources/source.h"

namespace nhiscan {

/// How a scan tells of itself while it runs, and how it is told to end. Both are called from any
/// thread.
class ScanProgress {
 public:
  ScanProgress() = default;
  ScanProgress(const ScanProgress&) = delete;
  ScanProgress& operator=(const ScanProgress&) = delete;
  virtual ~ScanProgress() = default;

  /// Called after every batch with what it added.
  virtual void advance(std::uint64_t files, std::uint64_t bytes) noexcept = 0;

  /// Asked before every batch; after a yes, what was read so far is returned.
  virtual bool stop() noexcept = 0;
};

/// Reads every blob of the source on `threads` threads. The outcome is in a total order, the same
/// for any number of threads.
ScanOutcome scan(Source& source, const RuleSet& rules, const ScanOptions& options, unsigned threads,
                 ScanProgress& progress);

/// Puts what was found in its total order and adds the bytes up.
void sort_outcome(ScanOutcome& outcome);

}  // namespace nhiscan
