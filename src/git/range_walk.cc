// As git's limit_list() does it: commits come from a queue, the newest first; hidden ones hide
// their parents. Once all in the queue are hidden and older than what was found, a few more are
// read in case that a clock was wrong, and that is the end.
#include "git/range_walk.h"

#include <algorithm>
#include <limits>
#include <queue>
#include <string>
#include <unordered_map>
#include <utility>

#include "git/commit.h"
#include "git/commit_graph.h"

namespace nhiscan {
namespace {

constexpr int kLongestChainOfTags = 32;
constexpr int kMoreForWrongClocks = 100;

class RangeWalk {
 public:
  RangeWalk(StoreReader& objects, std::span<const ObjectId> shallow)
      : objects_(objects), shallow_(shallow) {}

  RangeCommits run(const CommitRange& range, const std::function<bool()>& stop) {
    for (const ObjectId& id : range.hidden)
      if (const auto commit = add(peel_tag(objects_, id))) hide(*commit);
    for (const ObjectId& id : range.tips) {
      const ObjectId tip =
          peel_tag(objects_, id, [this](const ObjectId& tag) { out_.tags.push_back(tag); });
      if (!add(tip)) add_problem(tip);
    }
    int more = kMoreForWrongClocks;
    while (!queue_.empty() && more > 0 && !stop()) {
      const bool settled = waiting_ == 0 && queue_.top().first < oldest_;
      more = settled ? more - 1 : kMoreForWrongClocks;
      visit_newest();
    }
    take_commits();
    return std::move(out_);
  }

 private:
  struct Node {
    CommitRecord commit;
    std::vector<std::uint32_t> parents;  // numbers, once it was visited
    bool is_visited = false;
    bool is_hidden = false;
  };

  /// Reads a commit that isn't known yet; nothing if that can't be done.
  std::optional<std::uint32_t> add(const ObjectId& id) {
    const auto number = static_cast<std::uint32_t>(nodes_.size());
    if (const auto known = numbers_.find(id); known != numbers_.end()) return known->second;
    if (unread_.contains(id)) return std::nullopt;
    auto commit = read(id);
    if (!commit) {
      unread_.emplace(id, commit.error().message);
      return std::nullopt;
    }
    numbers_.emplace(id, number);
    queue_.emplace(commit->time, number);
    nodes_.push_back({*std::move(commit), {}});
    ++waiting_;
    return number;
  }

  Result<CommitRecord> read(const ObjectId& id) {
    const auto object = objects_.read(id);
    if (!object) return object.error();
    if ((*object)->type != ObjectType::commit) return Error{"not a commit"};
    auto text = parse_commit((*object)->bytes.view(), objects_.hash_kind());
    if (!text) return text.error();
    CommitRecord commit{id, text->tree, std::move(text->parents), text->committer.time};
    if (std::ranges::binary_search(shallow_, id)) commit.parents.clear();
    return commit;
  }

  void visit_newest() {
    const std::uint32_t number = queue_.top().second;
    queue_.pop();
    nodes_[number].is_visited = true;
    const bool is_hidden = nodes_[number].is_hidden;
    const std::vector<ObjectId> parents = nodes_[number].commit.parents;
    for (const ObjectId& id : parents) {
      const auto parent = add(id);
      if (!parent) continue;
      nodes_[number].parents.push_back(*parent);
      if (is_hidden) hide(*parent);
    }
    if (is_hidden) return;
    --waiting_;
    oldest_ = std::min(oldest_, nodes_[number].commit.time);
  }

  void hide(std::uint32_t number) {
    std::vector<std::uint32_t> stack{number};
    while (!stack.empty()) {
      Node& node = nodes_[stack.back()];
      stack.pop_back();
      if (std::exchange(node.is_hidden, true)) continue;
      if (!node.is_visited) --waiting_;
      stack.insert(stack.end(), node.parents.begin(), node.parents.end());
    }
  }

  void take_commits() {
    std::vector<CommitRecord> records;
    for (const Node& node : nodes_)
      if (!node.is_hidden && node.is_visited) records.push_back(node.commit);
    const CommitGraph order(records, {}, {});
    out_.commits.reserve(order.size());
    for (std::uint32_t i = 0; i < order.size(); ++i)
      take(nodes_[numbers_.at(order.id(i))].commit);
  }

  void take(const CommitRecord& commit) {
    RangeCommit taken{commit.id, commit.tree, {}, commit.time};
    for (const ObjectId& id : commit.parents) {
      if (const auto parent = numbers_.find(id); parent != numbers_.end())
        taken.parent_trees.push_back(nodes_[parent->second].commit.tree);
      else
        add_problem(id);
    }
    if (std::ranges::binary_search(shallow_, commit.id)) out_.is_cut_off = true;
    out_.commits.push_back(std::move(taken));
  }

  void add_problem(const ObjectId& commit) {
    const auto unread = unread_.find(commit);
    if (unread == unread_.end()) return;
    out_.problems.push_back(
        {object_name(commit, ObjectType::commit, objects_.hash_kind()), std::move(unread->second)});
    unread_.erase(unread);
  }

  StoreReader& objects_;
  std::span<const ObjectId> shallow_;
  std::vector<Node> nodes_;
  std::unordered_map<ObjectId, std::uint32_t, ObjectIdHash> numbers_;
  std::unordered_map<ObjectId, std::string, ObjectIdHash> unread_;
  std::priority_queue<std::pair<std::int64_t, std::uint32_t>> queue_;  // by time
  std::size_t waiting_ = 0;  // commits in the queue that aren't hidden
  std::int64_t oldest_ = std::numeric_limits<std::int64_t>::max();
  RangeCommits out_;
};

}  // namespace

ObjectId peel_tag(StoreReader& objects, ObjectId id,
                  const std::function<void(const ObjectId&)>& on_tag) {
  for (int i = 0; i < kLongestChainOfTags; ++i) {
    const auto object = objects.read(id);
    if (!object || (*object)->type != ObjectType::tag) break;
    const auto tag = parse_tag((*object)->bytes.view(), objects.hash_kind());
    if (!tag) break;
    if (on_tag) on_tag(id);
    id = tag->target;
  }
  return id;
}

RangeCommits walk_range(StoreReader& objects, const CommitRange& range,
                        std::span<const ObjectId> shallow, const std::function<bool()>& stop) {
  return RangeWalk(objects, shallow).run(range, stop);
}

}  // namespace nhiscan
