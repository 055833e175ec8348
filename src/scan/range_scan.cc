// Some hundred commits at a time, the oldest first: the trees of each are compared with its
// parents', the blobs that it brings are read, and those that it replaces or deletes where
// something was found.
#include "scan/range_scan.h"

#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "scan/range_tips.h"

namespace nhiscan {
namespace {

constexpr std::size_t kCommitsAtOnce = 512;
constexpr std::size_t kCommitsOfThread = 16;  // fewer aren't worth another one
constexpr std::size_t kFilesAtOnce = 20'000;  // a commit that changes more is taken alone

/// Each once; what a partial clone lacks becomes one row.
std::vector<GitProblem> joined(std::vector<GitProblem> problems, bool is_partial) {
  std::ranges::sort(problems);
  problems.erase(std::unique(problems.begin(), problems.end()), problems.end());
  if (!is_partial) return problems;
  const std::size_t missing = std::erase_if(
      problems, [](const GitProblem& problem) { return problem.reason == "missing"; });
  if (missing > 0)
    problems.push_back({"git:objects", std::to_string(missing) +
                                           (missing == 1 ? " object is" : " objects are") +
                                           " not in this partial clone"});
  return problems;
}

class RangeScan {
 public:
  explicit RangeScan(const HistoryContext& context)
      : context_(context),
        objects_([&context] {
          return std::make_unique<StoreReader>(context.store,
                                               context.history.objects.largest_object);
        }),
        blobs_(context),
        secrets_([this](const NamedObject& object) { return blobs_.hits(object); }) {}

  ScanOutcome run() {
    range_ = walk_range(*objects_.local(), context_.history.range, context_.refs.shallow,
                        [this] { return context_.progress.stop(); });
    for (std::span<const RangeCommit> rest = range_.commits; !rest.empty();) {
      const std::size_t count = std::min(rest.size(), kCommitsAtOnce);
      if (context_.progress.stop()) break;
      scan_commits(rest.first(count));
      rest = rest.subspan(count);
    }
    scan_tags();
    ScanOutcome out = PlaceReader(context_).read(places());
    add_coverage(out);
    return out;
  }

 private:
  void scan_commits(std::span<const RangeCommit> commits) {
    std::vector<TreeChanges> changes(commits.size());
    tbb::parallel_for(tbb::blocked_range<std::size_t>(0, commits.size(), kCommitsOfThread),
                      [&](const tbb::blocked_range<std::size_t>& part) {
                        for (std::size_t i = part.begin(); i < part.end(); ++i)
                          changes[i] = diff_trees(*objects_.local(), commits[i].tree,
                                                  commits[i].parent_trees, kFilesAtOnce);
                      });
    std::size_t begin = 0;
    for (std::size_t i = 0; i < commits.size(); ++i) {
      if (!changes[i].is_cut) continue;
      add(commits.subspan(begin, i - begin), std::span(changes).subspan(begin, i - begin));
      changes[i] = diff_trees(*objects_.local(), commits[i].tree, commits[i].parent_trees);
      is_cut_ |= changes[i].is_cut;
      add(commits.subspan(i, 1), std::span(changes).subspan(i, 1));
      begin = i + 1;
    }
    add(commits.subspan(begin), std::span(changes).subspan(begin));
  }

  /// Reads what the commits bring, and takes `changes` apart.
  void add(std::span<const RangeCommit> commits, std::span<TreeChanges> changes) {
    std::vector<NamedObject> fresh;
    for (const RangeCommit& commit : commits)
      fresh.push_back(message_of(commit.id, ObjectType::commit));
    for (const TreeChanges& one : changes)
      for (const TreeChange& change : one.files)
        if (change.id) fresh.push_back({change.path, *change.id});
    blobs_.scan(std::move(fresh));
    read_old(changes);
    for (std::size_t i = 0; i < commits.size(); ++i) {
      secrets_.add(commits[i], changes[i].files);
      add_message(commits[i].id, ObjectType::commit);
      std::ranges::move(changes[i].problems, std::back_inserter(range_.problems));
      changes[i] = {};
    }
  }

  /// The old versions of files in which something is found; where they don't hold it, all that the
  /// commit replaces or deletes: it may have been moved.
  void read_old(std::span<const TreeChanges> changes) {
    std::vector<NamedObject> old;
    const auto add_old = [&old](const TreeChange& change) {
      for (const ObjectId& id : change.old_ids)
        old.push_back({change.path, id});
    };
    for (const TreeChanges& one : changes)
      for (const TreeChange& change : one.files)
        if (change.id && !blobs_.hits({change.path, *change.id}).empty()) add_old(change);
    blobs_.scan(std::exchange(old, {}));
    for (const TreeChanges& one : changes)
      if (std::ranges::any_of(one.files, [this](const TreeChange& file) { return is_more(file); }))
        std::ranges::for_each(one.files, add_old);
    blobs_.scan(std::move(old));
  }

  /// Whether the file holds something that its old versions don't.
  [[nodiscard]] bool is_more(const TreeChange& change) const {
    if (!change.id) return false;
    return std::ranges::any_of(blobs_.hits({change.path, *change.id}), [&](const Hit& hit) {
      return std::ranges::none_of(change.old_ids, [&](const ObjectId& id) {
        return std::ranges::binary_search(blobs_.hits({change.path, id}), hit);
      });
    });
  }

  [[nodiscard]] NamedObject message_of(const ObjectId& id, ObjectType type) const {
    return {object_name(id, type, context_.store.hash_kind()), id};
  }

  /// Annotated tags among the tips.
  void scan_tags() {
    std::vector<NamedObject> tags;
    for (const ObjectId& id : range_.tags)
      tags.push_back(message_of(id, ObjectType::tag));
    blobs_.scan(std::move(tags));
    for (const ObjectId& id : range_.tags)
      add_message(id, ObjectType::tag);
  }

  /// Of several messages with one secret the first counts.
  void add_message(const ObjectId& id, ObjectType type) {
    const NamedObject message = message_of(id, type);
    for (const Hit& hit : blobs_.hits(message)) {
      if (!in_messages_.emplace(hit, type).second) continue;
      PlacedHit placed{hit, {}, false};
      placed.history.reach = reach_of_tips();
      const auto commit = type == ObjectType::commit ? std::optional(id) : std::nullopt;
      place(message, commit, std::move(placed));
    }
  }

  /// Whoever names a commit has a ref to it in mind, unless it is the stash.
  [[nodiscard]] Reach reach_of_tips() const {
    const auto is_stash = [this](const ObjectId& tip) {
      return std::ranges::binary_search(context_.refs.stash, tip) ||
             std::ranges::find(context_.refs.refs, GitRef{"refs/stash", tip}) !=
                 context_.refs.refs.end();
    };
    return std::ranges::all_of(context_.history.range.tips, is_stash) ? Reach::stash : Reach::ref;
  }

  void place(const NamedObject& object, const std::optional<ObjectId>& commit, PlacedHit placed) {
    HistoryPlace& place = places_[{object, commit}];
    place.id = object.id;
    place.path = object.path;
    place.commit = commit;
    place.hits.push_back(std::move(placed));
  }

  std::vector<HistoryPlace> places() {
    std::int64_t since = std::numeric_limits<std::int64_t>::max();
    for (const RangeCommit& commit : range_.commits)
      since = std::min(since, commit.time);
    const std::vector<AddedSecret>& secrets = secrets_.all();
    const std::vector<SecretAtTips> tips =
        look_at_tips(context_, *objects_.local(), secrets, since, blobs_);
    for (std::size_t i = 0; i < secrets.size(); ++i)
      place({secrets[i].paths.front(), secrets[i].blob}, secrets[i].commit,
            placed_hit(secrets[i], tips[i]));
    std::vector<HistoryPlace> list;
    for (auto& [key, place] : places_) {
      std::ranges::sort(place.hits, {}, &PlacedHit::hit);
      list.push_back(std::move(place));
    }
    return list;
  }

  [[nodiscard]] PlacedHit placed_hit(const AddedSecret& secret, const SecretAtTips& tips) const {
    PlacedHit placed{secret.hit, {}, tips.at_head};
    SecretHistory& history = placed.history;
    history.paths = secret.paths;
    history.reach = tips.at_head ? Reach::head : reach_of_tips();
    history.refs = tips.refs;
    history.versions = secret.blobs.size();
    if (secret.removed_by && !tips.at_end) {
      history.removed_by = to_hex(*secret.removed_by, context_.store.hash_kind());
      history.removed_at = secret.removed_at;
    }
    return placed;
  }

  void add_coverage(ScanOutcome& out) {
    blobs_.add_coverage(out);
    out.coverage.commits = range_.commits.size();
    std::vector<GitProblem> problems = std::move(range_.problems);
    problems.insert(problems.end(), blobs_.problems().begin(), blobs_.problems().end());
    if (is_cut_)
      problems.push_back(
          {"git:trees", "too many paths in one commit, or too deep ones; some are left out"});
    add_problems(joined(std::move(problems), context_.store.is_partial()), out);
    add_problems(context_.refs.problems, out);
    add_problems(context_.store.problems(), out);
    if (range_.is_cut_off) add_shallow_row(context_, range_.commits.size(), out);
  }

  const HistoryContext& context_;
  tbb::enumerable_thread_specific<std::unique_ptr<StoreReader>> objects_;
  RangeBlobs blobs_;
  AddedSecrets secrets_;
  RangeCommits range_;
  std::set<std::pair<Hit, ObjectType>> in_messages_;
  std::map<std::pair<NamedObject, std::optional<ObjectId>>, HistoryPlace> places_;
  bool is_cut_ = false;
};

}  // namespace

Result<ScanOutcome> scan_range(const HistoryTarget& target, const RuleSet& rules,
                               const ScanOptions& options, const HistoryOptions& history,
                               unsigned threads, ScanProgress& progress) {
  const GitRefs refs = read_refs(target.layout);
  const auto store = ObjectStore::open(target.layout.common_directory + "/objects",
                                       target.layout.hash_kind, ObjectStore::Loose::look_up);
  if (!store) return store.error();
  const HistoryContext context{target, refs, *store, rules, options, history, progress};
  return run_on_threads(threads, [&] { return RangeScan(context).run(); });
}

}  // namespace nhiscan
