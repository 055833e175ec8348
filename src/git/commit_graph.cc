#include "git/commit_graph.h"

#include <algorithm>
#include <functional>
#include <queue>
#include <span>
#include <tuple>
#include <utility>

namespace nhiscan {
namespace {

constexpr int kLongestTagChain = 32;

constexpr std::size_t kBuckets = std::size_t{1} << 16U;

/// The records sorted by id, each once.
template <class Record>
std::vector<const Record*> sorted_by_id(const std::vector<Record>& records) {
  std::vector<const Record*> sorted;
  sorted.reserve(records.size());
  for (const Record& record : records)
    sorted.push_back(&record);
  std::ranges::sort(sorted, {}, &Record::id);
  const auto same_id = [](const Record* a, const Record* b) { return a->id == b->id; };
  sorted.erase(std::unique(sorted.begin(), sorted.end(), same_id), sorted.end());
  return sorted;
}

/// Lists of numbers, one behind the other.
struct Lists {
  std::vector<std::uint32_t> begins{0};
  std::vector<std::uint32_t> numbers;

  [[nodiscard]] std::span<const std::uint32_t> of(std::uint32_t list) const {
    return std::span(numbers).subspan(begins[list], begins[list + 1] - begins[list]);
  }
};

/// The lists in which each list's number stands.
Lists turned_round(const Lists& lists, std::size_t size) {
  Lists turned;
  turned.begins.assign(size + 1, 0);
  for (const std::uint32_t number : lists.numbers)
    ++turned.begins[number + 1];
  for (std::size_t i = 0; i < size; ++i)
    turned.begins[i + 1] += turned.begins[i];
  turned.numbers.resize(lists.numbers.size());
  std::vector<std::uint32_t> next(turned.begins.begin(), turned.begins.end() - 1);
  for (std::uint32_t list = 0; list < size; ++list)
    for (const std::uint32_t number : lists.of(list))
      turned.numbers[next[number]++] = list;
  return turned;
}

/// Where each commit stands in the list of `git log --all`, from its end: which of two commits of
/// one second it calls the older. The list has the newest first, and of those the one that the walk
/// from the refs met first. A commit that no ref leads to stands behind the end.
std::vector<std::uint32_t> places_in_log(const std::vector<const CommitRecord*>& commits,
                                         const Lists& parents,
                                         const std::vector<std::uint32_t>& tips) {
  std::vector<std::uint32_t> places(commits.size());
  std::vector<bool> met(commits.size());
  std::uint32_t count = 0;
  using Met = std::tuple<std::int64_t, std::uint32_t, std::uint32_t>;  // time, others later, commit
  std::priority_queue<Met> listed;
  const auto meet = [&](std::uint32_t commit) {
    if (met[commit]) return;
    met[commit] = true;
    listed.emplace(commits[commit]->time, CommitGraph::kNone - ++count, commit);
  };
  std::ranges::for_each(tips, meet);
  auto place = static_cast<std::uint32_t>(commits.size());
  while (!listed.empty()) {
    const std::uint32_t commit = std::get<2>(listed.top());
    listed.pop();
    places[commit] = place--;
    std::ranges::for_each(parents.of(commit), meet);
  }
  return places;
}

/// Oldest first, each after its parents; of one second as `places` says. Commits in a ring, which
/// only a forged pack holds, come last.
std::vector<std::uint32_t> oldest_first(const std::vector<const CommitRecord*>& commits,
                                        const Lists& parents,
                                        const std::vector<std::uint32_t>& places) {
  const Lists children = turned_round(parents, commits.size());
  std::vector<std::size_t> missing(commits.size());
  using Ready = std::tuple<std::int64_t, std::uint32_t, std::uint32_t>;  // time, place, commit
  std::priority_queue<Ready, std::vector<Ready>, std::greater<>> ready;
  for (std::uint32_t i = 0; i < commits.size(); ++i) {
    missing[i] = parents.of(i).size();
    if (missing[i] == 0) ready.emplace(commits[i]->time, places[i], i);
  }
  std::vector<std::uint32_t> order;
  order.reserve(commits.size());
  std::vector<bool> done(commits.size());
  while (!ready.empty()) {
    const std::uint32_t commit = std::get<2>(ready.top());
    ready.pop();
    order.push_back(commit);
    done[commit] = true;
    for (const std::uint32_t child : children.of(commit))
      if (--missing[child] == 0) ready.emplace(commits[child]->time, places[child], child);
  }
  for (std::uint32_t i = 0; i < commits.size(); ++i)
    if (!done[i]) order.push_back(i);
  return order;
}

}  // namespace

IdTable::IdTable(std::vector<ObjectId> ids) : ids_(std::move(ids)), buckets_(kBuckets + 1) {
  for (const ObjectId& id : ids_)
    ++buckets_[bucket_of(id) + 1];
  for (std::size_t i = 0; i < kBuckets; ++i)
    buckets_[i + 1] += buckets_[i];
}

std::optional<std::uint32_t> IdTable::find(const ObjectId& id) const {
  if (ids_.empty()) return std::nullopt;
  const std::size_t bucket = bucket_of(id);
  const auto end = ids_.begin() + buckets_[bucket + 1];
  const auto found = std::lower_bound(ids_.begin() + buckets_[bucket], end, id);
  if (found == end || *found != id) return std::nullopt;
  return static_cast<std::uint32_t>(found - ids_.begin());
}

CommitGraph::CommitGraph(const std::vector<CommitRecord>& commits, std::vector<TagRecord> tags,
                         const GitRefs& refs)
    : tags_(std::move(tags)) {
  std::ranges::sort(tags_, {}, &TagRecord::id);
  order(sorted_by_id(commits), refs);
  mark_reach(refs);
}

void CommitGraph::order(const std::vector<const CommitRecord*>& commits, const GitRefs& refs) {
  std::vector<ObjectId> ids;
  ids.reserve(commits.size());
  for (const CommitRecord* commit : commits)
    ids.push_back(commit->id);
  table_ = IdTable(std::move(ids));
  Lists parents;
  for (const CommitRecord* commit : commits) {
    for (const ObjectId& id : commit->parents) {
      if (const auto parent = table_.find(id))
        parents.numbers.push_back(*parent);
      else if (!std::ranges::binary_search(refs.shallow, commit->id))
        missing_parents_.push_back(id);
    }
    parents.begins.push_back(static_cast<std::uint32_t>(parents.numbers.size()));
  }
  std::ranges::sort(missing_parents_);
  missing_parents_.erase(std::unique(missing_parents_.begin(), missing_parents_.end()),
                         missing_parents_.end());
  std::vector<std::uint32_t> tips;
  for (const bool is_head : {false, true})  // git log --all begins with the refs
    for (const GitRef& ref : refs.refs)
      if (ref.name.starts_with("refs/") != is_head)
        if (const auto tip = table_.find(peel(ref.id))) tips.push_back(*tip);
  const auto order = oldest_first(commits, parents, places_in_log(commits, parents, tips));
  by_id_.resize(commits.size());
  for (std::uint32_t number = 0; number < order.size(); ++number)
    by_id_[order[number]] = number;
  for (const std::uint32_t i : order) {
    ids_.push_back(commits[i]->id);
    trees_.push_back(commits[i]->tree);
    times_.push_back(commits[i]->time);
    parents_begin_.push_back(static_cast<std::uint32_t>(parents_.size()));
    for (const std::uint32_t parent : parents.of(i))
      parents_.push_back(by_id_[parent]);
  }
  parents_begin_.push_back(static_cast<std::uint32_t>(parents_.size()));
}

std::uint32_t CommitGraph::find(const ObjectId& id) const {
  const auto found = table_.find(id);
  return found ? by_id_[*found] : kNone;
}

ObjectId CommitGraph::peel(ObjectId id) const {
  for (int i = 0; i < kLongestTagChain; ++i) {
    const auto tag = std::ranges::lower_bound(tags_, id, {}, &TagRecord::id);
    if (tag == tags_.end() || tag->id != id) break;
    id = tag->target;
  }
  return id;
}

/// Calls `visit` for each commit that it leads to; goes on to the parents when that says yes.
template <class Visit>
void CommitGraph::walk(std::vector<std::uint32_t> from, const Visit& visit) const {
  while (!from.empty()) {
    const std::uint32_t commit = from.back();
    from.pop_back();
    if (commit == kNone || !visit(commit)) continue;
    const auto up = parents(commit);
    from.insert(from.end(), up.begin(), up.end());
  }
}

void CommitGraph::mark_reach(const GitRefs& refs) {
  reach_.assign(size(), Reach::unreachable);
  in_head_.assign(size(), false);
  head_ = find(peel(refs.head));
  std::vector<std::uint32_t> named;
  std::vector<std::uint32_t> stashed;
  std::vector<std::uint32_t> logged;
  for (const GitRef& ref : refs.refs)
    (ref.name == "refs/stash" ? stashed : named).push_back(find(peel(ref.id)));
  for (const ObjectId& id : refs.stash)
    stashed.push_back(find(id));
  for (const ObjectId& id : refs.reflog)
    logged.push_back(find(id));
  const auto mark = [&](Reach reach) {
    return [this, reach](std::uint32_t commit) {
      if (reach_[commit] >= reach) return false;
      reach_[commit] = reach;
      return true;
    };
  };
  walk(std::move(named), mark(Reach::ref));
  walk(std::move(stashed), mark(Reach::stash));
  walk(std::move(logged), mark(Reach::reflog));
  walk({head_}, [this](std::uint32_t commit) {
    if (in_head_[commit]) return false;
    in_head_[commit] = true;
    return true;
  });
}

}  // namespace nhiscan
