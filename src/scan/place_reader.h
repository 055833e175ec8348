#pragma once

#include <oneapi/tbb/enumerable_thread_specific.h>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "git/store_reader.h"
#include "nhiscan/finding.h"
#include "scan/history.h"
#include "scan/object_scan.h"
#include "scan/scan_blob.h"
#include "wrap/git.h"

namespace nhiscan {

/// What the parts of a history's scan share.
struct HistoryContext {
  const HistoryTarget& target;
  const GitRefs& refs;
  const ObjectStore& store;
  const RuleSet& rules;
  const ScanOptions& options;
  const HistoryOptions& history;
  ScanProgress& progress;
};

/// What one thread needs to read objects as files.
struct HistoryReader {
  HistoryReader(const HistoryContext& context, const ScanOptions& options)
      : scanner(context.rules, options),
        objects(context.store, context.history.objects.largest_object) {}
  BlobScanner scanner;
  StoreReader objects;
};

/// An object as a file of this name: a blob, or the message of a commit or tag. One that is too
/// large to be held is inflated as it is read.
Result<BlobRef> open_object(const ObjectId& id, const std::string& path, StoreReader& objects);

Hit hit_of(const Finding& finding, const RuleSet& rules);

/// Makes findings of the places where a history holds secrets.
class PlaceReader {
 public:
  explicit PlaceReader(const HistoryContext& context);

  /// Reads the objects in the current TBB arena, as files of their names. What can't be read is in
  /// `coverage.skipped`.
  ScanOutcome read(std::span<const HistoryPlace> places);

 private:
  void read_mailmap();
  void read_place(const HistoryPlace& place);
  std::size_t drop_excused(const ObjectId& commit, std::vector<Finding>& findings) const;
  [[nodiscard]] const PlacedHit* placed_hit(const HistoryPlace& place,
                                            const Finding& finding) const;
  [[nodiscard]] Finding with_history(Finding finding, const HistoryPlace& place,
                                     const PlacedHit& placed) const;
  [[nodiscard]] std::optional<Commit> commit_of(const ObjectId& id, StoreReader& objects) const;

  const HistoryContext& context_;
  tbb::enumerable_thread_specific<std::unique_ptr<HistoryReader>> readers_;
  GitMailmap mailmap_;
  std::mutex mutex_;
  ScanOutcome out_;
};

/// Runs the scan in an arena of so many threads, and sorts what it found.
ScanOutcome run_on_threads(unsigned threads, const std::function<ScanOutcome()>& scan);

/// A row for blobs that aren't text; none where there are none.
void add_binary_row(std::uint64_t blobs, std::uint64_t bytes, ScanOutcome& out);

/// Rows of `coverage.skipped` that failed.
void add_problems(std::span<const GitProblem> problems, ScanOutcome& out);

/// Where the history is cut off, a row that says so, with the number of commits that are there.
void add_shallow_row(const HistoryContext& context, std::size_t commits, ScanOutcome& out);

}  // namespace nhiscan
