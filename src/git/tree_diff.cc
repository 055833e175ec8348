// All trees of a directory, the new one and those of the parents, are gone through side by side:
// entries come in one order in each. A directory is entered only where it is unlike every parent's.
#include "git/tree_diff.h"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>

#include "git/commit.h"

namespace nhiscan {
namespace {

constexpr std::size_t kDeepestPath = 2048;  // as git's core.maxTreeDepth
// A few trees that hold each other often enough make more paths than there are atoms.
constexpr std::size_t kMostEntries = 10'000'000;
constexpr std::size_t kMostBytesOfPath = 100;  // on average
constexpr std::size_t kMostParentsCompared = 100;

using MaybeId = std::optional<ObjectId>;

/// The entries of one tree; none where there is no tree.
class Side {
 public:
  Side() = default;
  Side(StoreReader::Object tree, HashKind kind)
      : tree_(std::move(tree)), reader_(tree_->bytes.view(), kind) {
    advance();
  }

  [[nodiscard]] bool at_end() const { return at_end_; }
  [[nodiscard]] const TreeEntry& entry() const { return entry_; }
  [[nodiscard]] bool is_damaged() const { return reader_.is_damaged(); }
  void advance() { at_end_ = !reader_.next(entry_); }

  [[nodiscard]] bool is_at(const TreeEntry& other) const {
    return !at_end_ && entry_.name == other.name && entry_.is_tree() == other.is_tree();
  }
  /// The entry's id where it is a directory (else: a file) with the name of `other`.
  [[nodiscard]] MaybeId id_of(const TreeEntry& other) const {
    return is_at(other) && !entry_.is_submodule() ? MaybeId(entry_.id) : std::nullopt;
  }

 private:
  StoreReader::Object tree_;
  TreeReader reader_{{}, HashKind::sha1};
  TreeEntry entry_;
  bool at_end_ = true;
};

/// As git sorts a tree: as if the name of a directory ended with `/`.
bool comes_before(const TreeEntry& a, const TreeEntry& b) {
  const std::size_t common = std::min(a.name.size(), b.name.size());
  const int order = std::memcmp(a.name.data(), b.name.data(), common);
  if (order != 0) return order < 0;
  const auto next = [common](const TreeEntry& entry) {
    if (entry.name.size() > common) return static_cast<unsigned char>(entry.name[common]);
    return static_cast<unsigned char>(entry.is_tree() ? '/' : '\0');
  };
  return next(a) < next(b);
}

class TreeComparison {
 public:
  TreeComparison(StoreReader& objects, std::size_t most_files)
      : objects_(objects), most_files_(most_files) {}

  TreeChanges compare(const ObjectId& tree, std::span<const ObjectId> parents) {
    if (std::ranges::find(parents, tree) == parents.end())
      enter(tree, {parents.begin(), parents.end()}, 0);
    while (!levels_.empty()) {
      std::vector<Side>& sides = levels_.back().sides;
      if (const Side* const least = is_full() ? nullptr : least_of(sides))
        compare_entry(least->entry(), sides);
      else
        leave();
    }
    return std::move(out_);
  }

 private:
  /// A directory that is being gone through.
  struct Level {
    std::vector<Side> sides;  // the new one first
    std::size_t outer = 0;    // how long the path was before
  };

  void enter(const MaybeId& tree, const std::vector<MaybeId>& parents, std::size_t outer) {
    Level level;
    level.outer = outer;
    if (levels_.size() > kDeepestPath) {
      out_.is_cut = true;
    } else {
      level.sides.push_back(open(tree));
      for (const MaybeId& parent : parents)
        level.sides.push_back(open(parent));
    }
    levels_.push_back(std::move(level));
  }

  void leave() {
    directory_.resize(levels_.back().outer);
    levels_.pop_back();
  }

  /// `entry` is a copy: its side moves on.
  void compare_entry(const TreeEntry entry, std::vector<Side>& sides) {
    ++entries_;
    std::vector<MaybeId> ids;
    for (Side& side : sides) {
      ids.push_back(side.id_of(entry));
      if (side.is_at(entry)) side.advance();
    }
    if (is_changed(ids)) add(entry, std::move(ids));
  }

  /// Null at the end of all.
  static const Side* least_of(const std::vector<Side>& sides) {
    const Side* least = nullptr;
    for (const Side& side : sides)
      if (!side.at_end() && (least == nullptr || comes_before(side.entry(), least->entry())))
        least = &side;
    return least;
  }

  /// Whether the first is unlike each of the others.
  static bool is_changed(const std::vector<MaybeId>& ids) {
    if (std::find(ids.begin() + 1, ids.end(), ids.front()) != ids.end()) return false;
    return std::ranges::any_of(ids, [](const MaybeId& id) { return id.has_value(); });
  }

  void add(const TreeEntry& entry, std::vector<MaybeId> ids) {
    const std::size_t outer = directory_.size();
    directory_ += entry.name;
    const MaybeId id = ids.front();
    ids.erase(ids.begin());
    if (entry.is_tree()) {
      directory_ += '/';
      enter(id, ids, outer);
    } else {
      add_file(id, ids);
      directory_.resize(outer);
    }
  }

  void add_file(const MaybeId& id, const std::vector<MaybeId>& old_ids) {
    path_bytes_ += directory_.size();
    TreeChange change{directory_, id, {}};
    for (const MaybeId& old_id : old_ids)
      if (old_id) change.old_ids.push_back(*old_id);
    out_.files.push_back(std::move(change));
  }

  bool is_full() {
    out_.is_cut |= entries_ >= kMostEntries || out_.files.size() >= most_files_ ||
                   path_bytes_ > most_files_ * kMostBytesOfPath;
    return out_.is_cut;
  }

  Side open(const MaybeId& tree) {
    if (!tree) return {};
    auto object = objects_.read(*tree);
    if (!object || (*object)->type != ObjectType::tree) {
      add_problem(*tree, object ? "not a tree" : object.error().message);
      return {};
    }
    return {*std::move(object), objects_.hash_kind()};
  }

  void add_problem(const ObjectId& tree, std::string reason) {
    out_.problems.push_back(
        {object_name(tree, ObjectType::tree, objects_.hash_kind()), std::move(reason)});
  }

  StoreReader& objects_;
  const std::size_t most_files_;
  std::vector<Level> levels_;
  std::string directory_;  // with `/` at the end, unless it is the top one
  std::size_t entries_ = 0;
  std::size_t path_bytes_ = 0;
  TreeChanges out_;
};

class FileFinder {
 public:
  FileFinder(StoreReader& objects, std::span<const std::string> paths)
      : objects_(objects), paths_(paths), found_(paths.size()) {}

  std::vector<MaybeId> find(const ObjectId& tree) {
    look_into(tree, 0, paths_.size(), 0);
    return std::move(found_);
  }

 private:
  /// Looks for the paths from number `begin` to `end`, of which `skip` bytes lead to the tree.
  void look_into(const ObjectId& tree, std::size_t begin, std::size_t end, std::size_t skip) {
    const auto object = objects_.read(tree);
    if (!object || (*object)->type != ObjectType::tree) return;
    TreeReader reader((*object)->bytes.view(), objects_.hash_kind());
    for (TreeEntry entry; begin < end && reader.next(entry);) {
      if (entry.is_submodule()) continue;
      const auto [first, last] = below(entry, begin, end, skip);
      if (first == last) continue;
      begin = last;  // each path is followed once, whatever a forged tree holds
      if (entry.is_tree())
        look_into(entry.id, first, last, skip + entry.name.size() + 1);
      else
        found_[first] = entry.id;
    }
  }

  /// The numbers of the paths that lead through the entry.
  [[nodiscard]] std::pair<std::size_t, std::size_t> below(const TreeEntry& entry, std::size_t begin,
                                                          std::size_t end, std::size_t skip) const {
    std::string name(entry.name);
    if (entry.is_tree()) name += '/';
    const auto rest = [&](const std::string& path) {
      return std::string_view(path).substr(skip).substr(0, name.size());
    };
    const auto part = paths_.subspan(begin, end - begin);
    const auto first = std::ranges::lower_bound(part, std::string_view(name), {}, rest);
    auto last = std::ranges::upper_bound(part, std::string_view(name), {}, rest);
    if (!entry.is_tree())
      last = first != last && first->size() == skip + name.size() ? first + 1 : first;
    return {begin + static_cast<std::size_t>(first - part.begin()),
            begin + static_cast<std::size_t>(last - part.begin())};
  }

  StoreReader& objects_;
  std::span<const std::string> paths_;
  std::vector<MaybeId> found_;
};

}  // namespace

TreeChanges diff_trees(StoreReader& objects, const ObjectId& tree,
                       std::span<const ObjectId> parents, std::size_t most_files) {
  return TreeComparison(objects, most_files)
      .compare(tree, parents.first(std::min(parents.size(), kMostParentsCompared)));
}

std::vector<std::optional<ObjectId>> find_files(StoreReader& objects, const ObjectId& tree,
                                                std::span<const std::string> paths) {
  return FileFinder(objects, paths).find(tree);
}

}  // namespace nhiscan
