// Every tree is looked at once for each path at which it stands, first in the order from the oldest
// commit to the newest, then, for what HEAD's history holds, the other way round.
#include "git/attribution.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace nhiscan {
namespace {

constexpr std::uint32_t kNone = CommitGraph::kNone;
constexpr std::size_t kMostVisits = 50'000'000;  // of trees at paths: a forged pack could hold 2^n
constexpr std::uint32_t kDeepest = 20'000;
constexpr std::size_t kMostTips = 1000;

std::uint64_t pair_key(std::uint32_t high, std::uint32_t low) {
  return std::uint64_t{high} << 32U | low;
}

/// Paths as numbers; 0 is the top.
class Paths {
 public:
  std::uint32_t below(std::uint32_t parent, std::uint32_t name) {
    const auto [known, is_new] =
        numbers_.try_emplace(pair_key(parent, name), static_cast<std::uint32_t>(nodes_.size()));
    if (is_new) nodes_.push_back({parent, name, nodes_[parent].depth + 1});
    return known->second;
  }
  [[nodiscard]] std::uint32_t depth(std::uint32_t path) const { return nodes_[path].depth; }

  [[nodiscard]] std::string text(std::uint32_t path, const TreeGraph& trees) const {
    std::vector<std::uint32_t> names;
    for (; path != 0; path = nodes_[path].parent)
      names.push_back(nodes_[path].name);
    std::string text;
    for (; !names.empty(); names.pop_back())
      text += (text.empty() ? "" : "/") + trees.name(names.back());
    return text;
  }

 private:
  struct Node {
    std::uint32_t parent = 0;
    std::uint32_t name = 0;
    std::uint32_t depth = 0;
  };
  std::vector<Node> nodes_{Node{}};
  std::unordered_map<std::uint64_t, std::uint32_t> numbers_;
};

class Attributor {
 public:
  Attributor(const ObjectStore& store, const CommitGraph& commits, const GitRefs& refs,
             const TreeGraph& trees, const ObjectSet& wanted, const std::function<bool()>& stop)
      : store_(store),
        commits_(commits),
        refs_(refs),
        trees_(trees),
        wanted_(wanted),
        stop_(stop) {}

  Attribution run(const CommitRange& range) {
    find_first(range);
    find_last();
    find_removed();
    find_refs();
    for (auto& [use, path] : uses_)
      if (path != 0) use.path = paths_.text(path, trees_);
    Attribution done;
    for (auto& [use, path] : uses_)
      done.uses.push_back(std::move(use));
    std::ranges::sort(done.uses, [](const BlobUse& a, const BlobUse& b) {
      return std::tie(a.blob, a.path) < std::tie(b.blob, b.path);
    });
    done.problems = trees_.problems();
    if (visits_ >= kMostVisits)
      done.problems.push_back(
          {"git:trees", "too many paths lead to the same trees; some are left out"});
    return done;
  }

 private:
  using Seen = std::unordered_set<std::uint64_t>;

  /// Calls `use` for each wanted blob below the tree, with its path, but for trees that were seen
  /// at the same path.
  template <class OnUse>
  void walk(const ObjectId& root, Seen& seen, const OnUse& use) {
    const auto number = store_.number_of(root);
    if (!number) return;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> stack{{*number, 0}};
    while (!stack.empty()) {
      const auto [tree, path] = stack.back();
      stack.pop_back();
      if (trees_.edges(tree).empty() || visits_ >= kMostVisits ||
          !seen.insert(pair_key(tree, path)).second)
        continue;
      ++visits_;
      for (const TreeGraph::Edge& edge : trees_.edges(tree)) {
        const std::uint32_t below = paths_.below(path, edge.name);
        if (wanted_.holds(edge.child))
          use(edge.child, below);
        else if (paths_.depth(below) < kDeepest)
          stack.emplace_back(edge.child, below);
      }
    }
  }

  /// The use of a blob at a path; made when it is new.
  BlobUse& use_of(std::uint32_t blob, std::uint32_t path, bool& is_new) {
    const auto [known, added] = use_numbers_.try_emplace(pair_key(blob, path), uses_.size());
    is_new = added;
    if (added) {
      uses_.emplace_back(BlobUse(), path);
      uses_.back().first.blob = blob;
    }
    return uses_[known->second].first;
  }

  void find_first(const CommitRange& range) {
    const bool all = range.tips.empty();
    const std::vector<bool> chosen =
        all ? std::vector<bool>() : commits_.between(range.tips, range.hidden);
    Seen seen;
    const auto visit = [&](std::uint32_t commit, bool in_range) {
      walk(commits_.tree(commit), seen, [&](std::uint32_t blob, std::uint32_t path) {
        bool is_new = false;
        BlobUse& use = use_of(blob, path, is_new);
        if (!is_new) return;
        use.first_commit = commit;
        use.reach = commits_.reach(commit);
        use.in_range = in_range;
      });
    };
    // What the hidden commits hold comes first, so that the others don't bring it.
    if (!all) {
      const std::vector<bool> hidden = commits_.between(range.hidden, {});
      for (std::uint32_t commit = 0; commit < commits_.size() && !stop_(); ++commit)
        if (hidden[commit]) visit(commit, false);
      for (std::uint32_t commit = 0; commit < commits_.size() && !stop_(); ++commit)
        if (chosen[commit]) visit(commit, true);
      return;
    }
    for (const Reach reach : {Reach::ref, Reach::stash, Reach::reflog, Reach::unreachable})
      for (std::uint32_t commit = 0; commit < commits_.size() && !stop_(); ++commit)
        if (commits_.reach(commit) == reach) visit(commit, true);
  }

  void find_last() {
    Seen seen;
    for (std::uint32_t commit = commits_.size(); commit-- > 0 && !stop_();) {
      if (!commits_.in_head(commit)) continue;
      walk(commits_.tree(commit), seen, [&](std::uint32_t blob, std::uint32_t path) {
        const auto known = use_numbers_.find(pair_key(blob, path));
        if (known == use_numbers_.end()) return;
        BlobUse& use = uses_[known->second].first;
        if (use.last_commit == kNone) use.last_commit = commit;
      });
    }
    // HEAD need not be the newest commit of its own history by date.
    if (commits_.head() == kNone) return;
    Seen at_head;
    walk(commits_.tree(commits_.head()), at_head, [&](std::uint32_t blob, std::uint32_t path) {
      const auto known = use_numbers_.find(pair_key(blob, path));
      if (known == use_numbers_.end()) return;
      uses_[known->second].first.at_head = true;
      uses_[known->second].first.last_commit = commits_.head();
    });
  }

  void find_removed() {
    std::vector<std::uint32_t> next(commits_.size(), kNone);
    for (std::uint32_t commit = 0; commit < commits_.size(); ++commit)
      if (commits_.in_head(commit))
        for (const std::uint32_t parent : commits_.parents(commit))
          next[parent] = std::min(next[parent], commit);
    for (auto& [use, path] : uses_)
      if (use.last_commit != kNone && !use.at_head) use.removed_by = next[use.last_commit];
  }

  /// HEAD, branches, remotes, tags, then the rest.
  static int rank(const std::string& name) {
    if (name == "HEAD") return 0;
    if (name.starts_with("refs/heads/")) return 1;
    if (name.starts_with("refs/remotes/")) return 2;
    return name.starts_with("refs/tags/") ? 3 : 4;
  }

  void find_refs() {
    std::vector<GitRef> tips = refs_.refs;
    std::ranges::stable_sort(tips, {}, [](const GitRef& ref) { return rank(ref.name); });
    for (std::size_t i = 0; i < tips.size() && !stop_(); ++i) {
      const ObjectId target = commits_.peel(tips[i].id);
      const std::uint32_t commit = commits_.find(target);
      if (commit == kNone) {
        add_direct(tips[i].name, target);
      } else if (i < kMostTips) {
        Seen seen;
        walk(commits_.tree(commit), seen, [&](std::uint32_t blob, std::uint32_t path) {
          const auto known = use_numbers_.find(pair_key(blob, path));
          if (known == use_numbers_.end()) return;
          std::vector<std::string>& names = uses_[known->second].first.refs;
          if (names.size() < kMostRefs) names.push_back(tips[i].name);
        });
      }
    }
  }

  /// A ref that names a blob, or a tree, without a commit.
  void add_direct(const std::string& name, const ObjectId& target) {
    const auto number = store_.number_of(target);
    if (!number) return;
    if (wanted_.holds(*number)) {
      BlobUse use;
      use.blob = *number;
      use.path = name;
      use.reach = Reach::ref;
      use.refs.push_back(name);
      uses_.emplace_back(std::move(use), 0);
      return;
    }
    Seen seen;
    walk(target, seen, [&](std::uint32_t blob, std::uint32_t path) {
      bool is_new = false;
      BlobUse& use = use_of(blob, path, is_new);
      use.reach = Reach::ref;
      if (use.refs.size() < kMostRefs) use.refs.push_back(name);
    });
  }

  const ObjectStore& store_;
  const CommitGraph& commits_;
  const GitRefs& refs_;
  const TreeGraph& trees_;
  const ObjectSet& wanted_;
  const std::function<bool()>& stop_;
  Paths paths_;
  std::vector<std::pair<BlobUse, std::uint32_t>> uses_;  // with the number of the path
  std::unordered_map<std::uint64_t, std::size_t> use_numbers_;
  std::size_t visits_ = 0;
};

}  // namespace

Attribution attribute_blobs(const ObjectStore& store, const CommitGraph& commits,
                            const GitRefs& refs, std::span<const std::uint32_t> wanted,
                            const CommitRange& range, std::uint64_t largest_object,
                            const std::function<bool()>& stop) {
  if (wanted.empty()) return {};
  const ObjectSet set(store, wanted);
  const TreeGraph trees(store, set, largest_object, stop);
  return Attributor(store, commits, refs, trees, set, stop).run(range);
}

}  // namespace nhiscan
