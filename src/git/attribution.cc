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
// A few trees that hold each other often enough make more paths than there are atoms.
constexpr std::size_t kMostVisits = 50'000'000;  // of trees at paths, in all
constexpr std::uint32_t kMostPathsOfTree = 1000;
constexpr std::size_t kMostPaths = 4'000'000;
constexpr std::uint32_t kDeepest = 20'000;
constexpr std::size_t kMostRows = 100;
constexpr std::size_t kMostTips = 1000;

std::uint64_t pair_key(std::uint32_t high, std::uint32_t low) {
  return std::uint64_t{high} << 32U | low;
}

/// Paths as numbers; 0 is the top.
class Paths {
 public:
  /// kNone when there are too many.
  std::uint32_t below(std::uint32_t parent, std::uint32_t name) {
    if (nodes_.size() >= kMostPaths) {
      const auto known = numbers_.find(pair_key(parent, name));
      return known == numbers_.end() ? kNone : known->second;
    }
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

/// Trees at paths, as one walk after the other sees them. Most trees have one path.
class SeenTrees {
 public:
  enum class Answer : std::uint8_t { is_new, known, too_many };

  explicit SeenTrees(std::size_t objects) : first_(objects) {}

  void restart() {
    ++walk_;
    more_.clear();
    path_counts_.clear();
  }

  Answer insert(std::uint32_t tree, std::uint32_t path) {
    First& first = first_[tree];
    if (first.walk != walk_) {
      first = {walk_, path};
      return Answer::is_new;
    }
    if (first.path == path || more_.contains(pair_key(tree, path))) return Answer::known;
    if (++path_counts_[tree] >= kMostPathsOfTree) return Answer::too_many;
    more_.insert(pair_key(tree, path));
    return Answer::is_new;
  }

 private:
  struct First {
    std::uint32_t walk = 0;
    std::uint32_t path = 0;
  };

  std::uint32_t walk_ = 0;
  std::vector<First> first_;
  std::unordered_set<std::uint64_t> more_;
  std::unordered_map<std::uint32_t, std::uint32_t> path_counts_;
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
        stop_(stop),
        seen_(store.object_count()) {
    for (std::uint32_t commit = 0; commit < commits.size(); ++commit)
      roots_.push_back(store.number_of(commits.tree(commit)).value_or(kNone));
  }

  Attribution run() {
    find_first();
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
    if (cut_)
      done.problems.push_back(
          {"git:trees", "too many paths lead to the same trees; some are left out"});
    return done;
  }

 private:
  /// Whether to look at the tree there.
  bool enter(std::uint32_t tree, std::uint32_t path) {
    const SeenTrees::Answer answer =
        visits_ < kMostVisits ? seen_.insert(tree, path) : SeenTrees::Answer::too_many;
    if (answer == SeenTrees::Answer::too_many) cut_ = true;
    if (answer == SeenTrees::Answer::is_new) ++visits_;
    return answer == SeenTrees::Answer::is_new;
  }

  /// Calls `use` for each wanted blob below the tree, with its path, but for trees that were seen
  /// at the same path.
  template <class OnUse>
  void walk(std::uint32_t root, const OnUse& use) {
    if (root == kNone) return;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> stack{{root, 0}};
    while (!stack.empty()) {
      const auto [tree, path] = stack.back();
      stack.pop_back();
      if (trees_.edges(tree).empty() || !enter(tree, path)) continue;
      for (const TreeGraph::Edge& edge : trees_.edges(tree)) {
        const std::uint32_t below = paths_.below(path, edge.name);
        if (below == kNone || paths_.depth(below) > kDeepest)
          cut_ = true;
        else if (wanted_.holds(edge.child))
          use(edge.child, below);
        else
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

  void find_first() {
    seen_.restart();
    const auto visit = [&](std::uint32_t commit) {
      walk(roots_[commit], [&](std::uint32_t blob, std::uint32_t path) {
        bool is_new = false;
        BlobUse& use = use_of(blob, path, is_new);
        if (!is_new) return;
        use.first_commit = commit;
        use.reach = commits_.reach(commit);
      });
    };
    for (const Reach reach : {Reach::ref, Reach::stash, Reach::reflog, Reach::unreachable})
      for (std::uint32_t commit = 0; commit < commits_.size() && !stop_(); ++commit)
        if (commits_.reach(commit) == reach) visit(commit);
  }

  void find_last() {
    seen_.restart();
    for (std::uint32_t commit = commits_.size(); commit-- > 0 && !stop_();) {
      if (!commits_.in_head(commit)) continue;
      walk(roots_[commit], [&](std::uint32_t blob, std::uint32_t path) {
        const auto known = use_numbers_.find(pair_key(blob, path));
        if (known == use_numbers_.end()) return;
        BlobUse& use = uses_[known->second].first;
        if (use.last_commit == kNone) use.last_commit = commit;
      });
    }
    // HEAD need not be the newest commit of its own history by date.
    if (commits_.head() == kNone) return;
    seen_.restart();
    walk(roots_[commits_.head()], [&](std::uint32_t blob, std::uint32_t path) {
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

  void find_refs() {
    const std::vector<GitRef> tips = refs_by_rank(refs_);
    for (std::size_t i = 0; i < tips.size() && !stop_(); ++i) {
      const ObjectId target = commits_.peel(tips[i].id);
      const std::uint32_t commit = commits_.find(target);
      if (commit == kNone) {
        add_direct(tips[i].name, target);
      } else if (i < kMostTips) {
        seen_.restart();
        walk(roots_[commit], [&](std::uint32_t blob, std::uint32_t path) {
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
    seen_.restart();
    walk(*number, [&](std::uint32_t blob, std::uint32_t path) {
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
  std::vector<std::uint32_t> roots_;  // the trees of the commits, or kNone
  SeenTrees seen_;
  Paths paths_;
  std::vector<std::pair<BlobUse, std::uint32_t>> uses_;  // with the number of the path
  std::unordered_map<std::uint64_t, std::size_t> use_numbers_;
  std::size_t visits_ = 0;
  bool cut_ = false;
};

/// What commits, trees and refs name and the store doesn't have.
class MissingObjects {
 public:
  MissingObjects(const ObjectStore& store, std::vector<GitProblem>& problems)
      : store_(store), problems_(problems) {}

  void find(const CommitGraph& commits, const GitRefs& refs, std::vector<ObjectId> below_trees) {
    for (const GitRef& ref : refs.refs)
      if (const ObjectId target = commits.peel(ref.id); !store_.number_of(target))
        problems_.push_back({ref.name, "leads to object " + hex(target) + ", which is missing"});
    std::vector<ObjectId> trees = std::move(below_trees);
    for (std::uint32_t commit = 0; commit < commits.size(); ++commit)
      if (!store_.number_of(commits.tree(commit))) trees.push_back(commits.tree(commit));
    std::ranges::sort(trees);
    trees.erase(std::unique(trees.begin(), trees.end()), trees.end());
    if (store_.is_partial()) {
      add_count(trees.size() + commits.missing_parents().size());
      return;
    }
    add_rows("commit", commits.missing_parents());
    add_rows("tree", trees);
  }

 private:
  [[nodiscard]] std::string hex(const ObjectId& id) const { return to_hex(id, store_.hash_kind()); }

  void add_count(std::size_t count) {
    if (count > 0)
      problems_.push_back({"git:objects", std::to_string(count) +
                                              (count == 1 ? " object is" : " objects are") +
                                              " not in this partial clone"});
  }

  void add_rows(const std::string& type, const std::vector<ObjectId>& ids) {
    for (std::size_t i = 0; i < std::min(ids.size(), kMostRows); ++i)
      problems_.push_back({"git:" + type + "/" + hex(ids[i]), "missing"});
    if (ids.size() > kMostRows)
      problems_.push_back(
          {"git:" + type + "s", std::to_string(ids.size() - kMostRows) + " more are missing"});
  }

  const ObjectStore& store_;
  std::vector<GitProblem>& problems_;
};

/// Whether a blob that wasn't known has no use: one of the known trees may hold it, if the blob
/// came later than the tree.
bool is_new_one_unused(std::span<const std::uint32_t> wanted, const std::vector<BlobUse>& uses,
                       const KnownObjects& known) {
  return std::ranges::any_of(wanted, [&](std::uint32_t blob) {
    return !known.holds(blob) &&
           !std::ranges::binary_search(uses, blob, {}, [](const BlobUse& use) { return use.blob; });
  });
}

}  // namespace

Attribution attribute_blobs(const ObjectStore& store, const CommitGraph& commits,
                            const GitRefs& refs, std::span<const std::uint32_t> wanted,
                            const TreeReading& reading) {
  Attribution done;
  std::vector<ObjectId> missing;
  if (!wanted.empty() || store.is_partial()) {
    const ObjectSet set(store, wanted);
    const TreeGraph trees(store, set, reading);
    done = Attributor(store, commits, refs, trees, set, reading.stop).run();
    if (reading.known != nullptr && is_new_one_unused(wanted, done.uses, *reading.known))
      return attribute_blobs(store, commits, refs, wanted, {reading.largest_object, reading.stop});
    missing = trees.missing();
    if (trees.problems().empty()) done.trees = trees.record();
  }
  if (!reading.stop()) MissingObjects(store, done.problems).find(commits, refs, std::move(missing));
  return done;
}

}  // namespace nhiscan
