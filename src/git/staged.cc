// Goes through the index and HEAD's tree side by side. Both are sorted alike once a directory's
// name ends with `/`, so each directory takes one pass, and one whose tree id the index remembers
// takes none.
#include "git/staged.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

#include "git/commit.h"

namespace nhiscan {
namespace {

constexpr int kDeepestDirectory = 2048;                // as git's core.maxTreeDepth
constexpr std::size_t kMostTreesExpanded = 1'000'000;  // a tree may hold another one many times

enum class FileKind : std::uint8_t { directory, file, symbolic_link, other };

FileKind kind_of_mode(std::uint32_t mode) {
  switch (mode & 0170000U) {
    case 0040000:
      return FileKind::directory;
    case 0100000:
      return FileKind::file;
    case 0120000:
      return FileKind::symbolic_link;
    default:
      return FileKind::other;
  }
}

bool is_blob(FileKind kind) { return kind == FileKind::file || kind == FileKind::symbolic_link; }

/// A tree's entries under their sort keys.
class SortedTree {
 public:
  SortedTree(std::string_view bytes, HashKind kind) : reader_(bytes, kind) { advance(); }

  [[nodiscard]] bool at_end() const { return at_end_; }
  [[nodiscard]] const std::string& key() const { return key_; }
  [[nodiscard]] const ObjectId& id() const { return entry_.id; }
  [[nodiscard]] FileKind kind() const { return kind_of_mode(entry_.mode); }
  [[nodiscard]] bool is_damaged() const { return at_end_ && reader_.is_damaged(); }

  void advance() {
    at_end_ = !reader_.next(entry_);
    if (at_end_) return;
    key_ = entry_.name;
    if (kind() == FileKind::directory) key_ += '/';
  }

  /// Moves to the entry of this key, or to the next one; whether it is there.
  bool find(std::string_view key) {
    while (!at_end_ && key_ < key)
      advance();
    return !at_end_ && key_ == key;
  }

 private:
  TreeReader reader_;
  TreeEntry entry_;
  std::string key_;
  bool at_end_ = false;
};

/// The directories right below one of which the index remembers the trees. They stand there by the
/// length of their names.
class CachedChildren {
 public:
  CachedChildren(std::span<const CachedTree> trees, const CachedTree* parent) {
    if (parent == nullptr) return;
    const auto first = static_cast<std::size_t>(parent - trees.data()) + 1;
    for (std::size_t at = first; at < parent->end; at = trees[at].end)
      children_.push_back(&trees[at]);
    std::ranges::sort(children_, {}, &CachedTree::name);
  }

  /// Null if there is none.
  [[nodiscard]] const CachedTree* find(std::string_view name) const {
    const auto place = std::ranges::lower_bound(children_, name, {}, &CachedTree::name);
    return place != children_.end() && (*place)->name == name ? *place : nullptr;
  }

 private:
  std::vector<const CachedTree*> children_;
};

class Comparison {
 public:
  Comparison(const IndexFile& index, const ReadTree& read_tree)
      : index_(index), read_tree_(read_tree), cursor_(index) {}

  StagedChanges compare(const std::optional<ObjectId>& head_tree) {
    const auto cached = index_.cached_trees();
    compare_directory(head_tree, cached.empty() ? nullptr : cached.data(), 0);
    return std::move(out_);
  }

 private:
  /// Compares what the index has below `directory_`, where the cursor stands.
  void compare_directory(const std::optional<ObjectId>& tree, const CachedTree* cached, int depth) {
    if (tree && cached != nullptr && pass_over(*tree, *cached)) return;
    const auto bytes = tree ? read_tree_(*tree) : Bytes();
    if (!bytes || depth > kDeepestDirectory) {
      problem(bytes ? "directories nest too deep" : "its tree at HEAD: " + bytes.error().message);
      while (is_inside())
        cursor_.advance();
      return;
    }
    const CachedChildren children(index_.cached_trees(), cached);
    SortedTree old(bytes->view(), index_.hash_kind());
    while (is_inside()) {
      const std::string_view rest = cursor_.path().substr(directory_.size());
      const std::size_t slash = rest.find('/');
      const bool known =
          old.find(rest.substr(0, slash == std::string_view::npos ? slash : slash + 1));
      const auto old_id = known ? std::optional(old.id()) : std::nullopt;
      if (slash == std::string_view::npos)
        compare_file(old_id, known ? old.kind() : FileKind::other);
      else
        enter(rest.substr(0, slash), old_id, children, depth);
    }
    if (old.is_damaged()) problem("its tree at HEAD is damaged");
  }

  void enter(std::string_view name, const std::optional<ObjectId>& old_id,
             const CachedChildren& children, int depth) {
    const std::size_t outer = directory_.size();
    const CachedTree* const child = children.find(name);
    directory_ += name;
    directory_ += '/';
    if (directory_ <= last_entered_) {
      problem("the index is not sorted");
      cursor_.skip(cursor_.remaining());
      directory_.resize(outer);
      return;
    }
    last_entered_ = directory_;
    if (cursor_.path().size() == directory_.size()) {  // the one entry of a sparse directory
      expand(old_id, cursor_.entry().id, depth + 1);
      cursor_.advance();
    } else {
      compare_directory(old_id, child, depth + 1);
    }
    directory_.resize(outer);
  }

  void compare_file(const std::optional<ObjectId>& old_id, FileKind old_kind) {
    const IndexEntry entry = cursor_.entry();
    const FileKind kind = kind_of_mode(entry.mode);
    if (is_blob(kind) && !entry.intent_to_add && entry.stage != 1 && !entry.path.empty())
      add(std::string(entry.path), entry.id, kind == old_kind ? old_id : std::optional<ObjectId>());
    cursor_.advance();
  }

  /// Both trees of a directory whose entries the index doesn't list.
  void expand(const std::optional<ObjectId>& old_tree, const ObjectId& new_tree, int depth) {
    if (old_tree == new_tree) return;
    const auto old_bytes = old_tree ? read_tree_(*old_tree) : Bytes();
    const auto new_bytes = read_tree_(new_tree);
    if (!old_bytes || !new_bytes || depth > kDeepestDirectory || ++expanded_ > kMostTreesExpanded) {
      problem(!old_bytes   ? "its tree at HEAD: " + old_bytes.error().message
              : !new_bytes ? "its tree in the index: " + new_bytes.error().message
                           : "too many directories");
      return;
    }
    SortedTree old(old_bytes->view(), index_.hash_kind());
    SortedTree now(new_bytes->view(), index_.hash_kind());
    for (; !now.at_end(); now.advance()) {
      const bool known = old.find(now.key()) && old.kind() == now.kind();
      const auto old_id = known ? std::optional(old.id()) : std::nullopt;
      if (is_blob(now.kind())) {
        add(directory_ + now.key(), now.id(), old_id);
      } else if (now.kind() == FileKind::directory) {
        const std::size_t outer = directory_.size();
        directory_ += now.key();
        expand(old_id, now.id(), depth + 1);
        directory_.resize(outer);
      }
    }
    if (now.is_damaged()) problem("its tree in the index is damaged");
  }

  void add(std::string path, const ObjectId& id, const std::optional<ObjectId>& old_id) {
    if (old_id == id) return;
    if (!out_.blobs.empty() && out_.blobs.back().path == path && out_.blobs.back().id == id)
      return;  // the other side of a conflict
    out_.blobs.push_back({std::move(path), id, old_id});
  }

  [[nodiscard]] bool is_inside() const {
    return !cursor_.at_end() && cursor_.path().starts_with(directory_);
  }

  /// Moves the cursor behind the directory, if the index remembers just this tree of it, and as
  /// many entries as are in it.
  bool pass_over(const ObjectId& tree, const CachedTree& cached) {
    if (cached.entry_count == 0 || cached.id != tree) return false;
    if (cached.entry_count > cursor_.remaining()) return false;
    const IndexCursor before = cursor_;
    cursor_.skip(cached.entry_count - 1);
    if (is_inside()) {
      cursor_.advance();
      if (!is_inside()) return true;
    }
    cursor_ = before;
    return false;
  }

  void problem(std::string reason) {
    out_.problems.push_back({directory_.empty() ? "." : directory_, std::move(reason)});
  }

  const IndexFile& index_;
  const ReadTree& read_tree_;
  IndexCursor cursor_;
  std::string directory_;  // with `/` at the end, unless it is the top one
  std::string last_entered_;
  std::size_t expanded_ = 0;
  StagedChanges out_;
};

}  // namespace

StagedChanges compare_with_index(const std::optional<ObjectId>& head_tree, const IndexFile& index,
                                 const ReadTree& read_tree) {
  return Comparison(index, read_tree).compare(head_tree);
}

}  // namespace nhiscan
