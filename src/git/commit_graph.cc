#include "git/commit_graph.h"

#include <algorithm>
#include <functional>
#include <queue>
#include <utility>

namespace nhiscan {
namespace {

constexpr int kLongestTagChain = 32;

template <class Record>
void sort_by_id(std::vector<Record>& records) {
  std::ranges::sort(records, {}, &Record::id);
  const auto same_id = [](const Record& a, const Record& b) { return a.id == b.id; };
  records.erase(std::unique(records.begin(), records.end(), same_id), records.end());
}

/// The position of an id in records that are sorted by it.
std::uint32_t position_of(const std::vector<CommitRecord>& commits, const ObjectId& id) {
  const auto found = std::ranges::lower_bound(commits, id, {}, &CommitRecord::id);
  if (found == commits.end() || found->id != id) return CommitGraph::kNone;
  return static_cast<std::uint32_t>(found - commits.begin());
}

/// Oldest first, each after its parents. Commits in a ring, which only a forged pack holds, come
/// last.
std::vector<std::uint32_t> oldest_first(const std::vector<CommitRecord>& commits,
                                        const std::vector<std::vector<std::uint32_t>>& parents) {
  std::vector<std::vector<std::uint32_t>> children(commits.size());
  std::vector<std::size_t> missing(commits.size());
  using Ready = std::pair<std::int64_t, std::uint32_t>;
  std::priority_queue<Ready, std::vector<Ready>, std::greater<>> ready;
  for (std::uint32_t i = 0; i < commits.size(); ++i) {
    missing[i] = parents[i].size();
    if (parents[i].empty()) ready.emplace(commits[i].time, i);
    for (const std::uint32_t parent : parents[i])
      children[parent].push_back(i);
  }
  std::vector<std::uint32_t> order;
  order.reserve(commits.size());
  std::vector<bool> done(commits.size());
  while (!ready.empty()) {
    const std::uint32_t commit = ready.top().second;
    ready.pop();
    order.push_back(commit);
    done[commit] = true;
    for (const std::uint32_t child : children[commit])
      if (--missing[child] == 0) ready.emplace(commits[child].time, child);
  }
  for (std::uint32_t i = 0; i < commits.size(); ++i)
    if (!done[i]) order.push_back(i);
  return order;
}

}  // namespace

CommitGraph::CommitGraph(std::vector<CommitRecord> commits, std::vector<TagRecord> tags,
                         const GitRefs& refs)
    : tags_(std::move(tags)) {
  sort_by_id(commits);
  sort_by_id(tags_);
  order(std::move(commits), refs.shallow);
  mark_reach(refs);
}

void CommitGraph::order(std::vector<CommitRecord> commits, const std::vector<ObjectId>& shallow) {
  std::vector<std::vector<std::uint32_t>> parents(commits.size());
  for (std::size_t i = 0; i < commits.size(); ++i)
    for (const ObjectId& id : commits[i].parents) {
      const std::uint32_t parent = position_of(commits, id);
      if (parent != kNone)
        parents[i].push_back(parent);
      else if (!std::ranges::binary_search(shallow, commits[i].id))
        missing_parents_.push_back(id);
    }
  std::ranges::sort(missing_parents_);
  missing_parents_.erase(std::unique(missing_parents_.begin(), missing_parents_.end()),
                         missing_parents_.end());
  const std::vector<std::uint32_t> order = oldest_first(commits, parents);
  by_id_.resize(commits.size());
  for (std::uint32_t number = 0; number < order.size(); ++number)
    by_id_[order[number]] = number;
  for (const std::uint32_t i : order) {
    ids_.push_back(commits[i].id);
    trees_.push_back(commits[i].tree);
    times_.push_back(commits[i].time);
    parents_begin_.push_back(static_cast<std::uint32_t>(parents_.size()));
    for (const std::uint32_t parent : parents[i])
      parents_.push_back(by_id_[parent]);
  }
  parents_begin_.push_back(static_cast<std::uint32_t>(parents_.size()));
}

std::uint32_t CommitGraph::find(const ObjectId& id) const {
  const auto found =
      std::ranges::lower_bound(by_id_, id, {}, [&](std::uint32_t number) { return ids_[number]; });
  return found != by_id_.end() && ids_[*found] == id ? *found : kNone;
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

std::vector<bool> CommitGraph::between(std::span<const ObjectId> tips,
                                       std::span<const ObjectId> hidden) const {
  const auto numbers = [&](std::span<const ObjectId> ids) {
    std::vector<std::uint32_t> list;
    for (const ObjectId& id : ids)
      list.push_back(find(peel(id)));
    return list;
  };
  std::vector<bool> excluded(size());
  std::vector<bool> chosen(size());
  walk(numbers(hidden), [&](std::uint32_t commit) {
    const bool is_new = !excluded[commit];
    excluded[commit] = true;
    return is_new;
  });
  walk(numbers(tips), [&](std::uint32_t commit) {
    if (excluded[commit] || chosen[commit]) return false;
    chosen[commit] = true;
    return true;
  });
  return chosen;
}

}  // namespace nhiscan
