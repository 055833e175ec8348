#include "scan/scan.h"

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_pipeline.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <mutex>
#include <tuple>
#include <utility>

namespace nhiscan {
namespace {

using Batch = std::vector<BlobRef>;

constexpr std::size_t kBatchesInFlightPerThread = 4;

/// Where the threads' results meet.
class Collector {
 public:
  void add(ScanOutcome part) {
    const std::scoped_lock lock(mutex_);
    outcome_.add(std::move(part));
  }

  ScanOutcome take_sorted() {
    sort_outcome(outcome_);
    return std::move(outcome_);
  }

 private:
  std::mutex mutex_;
  ScanOutcome outcome_;
};

ScanOutcome scan_batch(const Batch& batch, BlobScanner& scanner) {
  ScanOutcome part;
  for (const BlobRef& blob : batch)
    part.add(scanner.scan_blob(blob));
  return part;
}

/// Gives every batch that `list` makes, up to the first empty one, to `match` on some thread.
template <class List, class Match>
void run_pipeline(const List& list, const Match& match, unsigned threads) {
  const auto list_or_stop = [&](tbb::flow_control& flow) {
    Batch batch = list();
    if (batch.empty()) flow.stop();
    return batch;
  };
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
  tbb::task_arena arena(static_cast<int>(threads));
  arena.execute([&] {
    using tbb::filter_mode;
    tbb::parallel_pipeline(
        threads * kBatchesInFlightPerThread,
        tbb::make_filter<void, Batch>(filter_mode::serial_in_order, list_or_stop) &
            tbb::make_filter<Batch, void>(filter_mode::parallel, match));
  });
}

}  // namespace

void sort_outcome(ScanOutcome& outcome) {
  const auto by_place = [](const auto& a) {
    return std::tie(a.location.path, a.location.begin, a.location.end);
  };
  std::ranges::sort(outcome.findings, [&](const Finding& a, const Finding& b) {
    return std::tuple_cat(by_place(a), std::tie(a.rule->id, a.location.chain, a.location.root,
                                                a.location.blob_id)) <
           std::tuple_cat(by_place(b), std::tie(b.rule->id, b.location.chain, b.location.root,
                                                b.location.blob_id));
  });
  std::ranges::sort(outcome.declarations, [&](const Declaration& a, const Declaration& b) {
    return std::tuple_cat(by_place(a), std::tie(a.format, a.what, a.name)) <
           std::tuple_cat(by_place(b), std::tie(b.format, b.what, b.name));
  });
  Coverage& coverage = outcome.coverage;
  std::ranges::sort(coverage.skipped);
  coverage.bytes_listed = coverage.bytes_scanned + coverage.bytes_skipped;
}

ScanOutcome scan(Source& source, const RuleSet& rules, const ScanOptions& options, unsigned threads,
                 ScanProgress& progress) {
  Collector collector;
  const auto next = [&] { return progress.stop() ? Batch{} : source.next(); };
  const auto match = [&](const Batch& batch, BlobScanner& scanner) {
    ScanOutcome part = scan_batch(batch, scanner);
    progress.advance(part.coverage.files,
                     part.coverage.bytes_scanned + part.coverage.bytes_skipped);
    collector.add(std::move(part));
  };
  Batch first = next();
  Batch second = first.empty() ? Batch{} : next();
  if (second.empty()) {  // a hook's few files are scanned before threads would have started
    BlobScanner scanner(rules, options);
    match(first, scanner);
  } else {
    tbb::enumerable_thread_specific<BlobScanner> scanners(
        [&] { return BlobScanner(rules, options); });
    const auto list = [&] {
      if (!first.empty()) return std::exchange(first, {});
      return second.empty() ? next() : std::exchange(second, {});
    };
    run_pipeline(
        list, [&](const Batch& batch) { match(batch, scanners.local()); }, threads);
  }
  ScanOutcome rest;
  for (Skipped& skipped : source.take_skipped())
    rest.skip(std::move(skipped));
  collector.add(std::move(rest));
  return collector.take_sorted();
}

}  // namespace nhiscan
