#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "git/mapped_file.h"
#include "git/object_id.h"
#include "nhiscan/result.h"

namespace nhiscan {

/// One entry of an index.
struct IndexEntry {
  std::string_view path;  ///< relative to the working tree; a directory's ends with `/`
  ObjectId id;
  std::uint32_t mode = 0;
  std::uint8_t stage = 0;      ///< of a conflict: 1 the base, 2 ours, 3 theirs
  bool intent_to_add = false;  ///< `git add -N`: nothing is staged yet
};

/// A directory whose tree the index remembers (extension TREE).
struct CachedTree {
  std::string_view name;
  std::uint32_t entry_count = 0;  ///< at every level below; 0: something in it has changed
  ObjectId id;                    ///< of the tree, unless `entry_count` is 0
  std::uint32_t end = 0;          ///< those from the next one up to this number lie in it
};

/// The file `index` of a working tree (gitformat-index): version 2, 3 or 4, with its shared index
/// where it is a split one. The checksum at its end isn't verified, as git doesn't.
class IndexFile {
 public:
  /// `git_directory` is where a shared index lies. No file is an index without entries.
  static Result<IndexFile> open(const std::string& path, const std::string& git_directory,
                                HashKind kind);

  /// `bytes` must outlive the index. Fails where it is damaged or needs an extension that isn't
  /// known.
  static Result<IndexFile> parse(std::string_view bytes, HashKind kind);

  /// An index of the entries of `shared` with what a split index changes in them.
  static Result<IndexFile> join(const IndexFile& shared, const IndexFile& split);

  [[nodiscard]] std::uint32_t count() const { return count_; }
  [[nodiscard]] HashKind hash_kind() const { return kind_; }
  /// In preorder, the top directory first; empty if the index has none.
  [[nodiscard]] std::span<const CachedTree> cached_trees() const { return cached_trees_; }
  /// The shared index that this one, being split, only changes.
  [[nodiscard]] const std::optional<ObjectId>& shared() const { return shared_; }

 private:
  friend class IndexCursor;

  [[nodiscard]] Result<std::size_t> end_of_entries() const;
  Status parse_extensions(std::string_view rest);
  Status parse_link(std::string_view data);

  HashKind kind_ = HashKind::sha1;
  std::optional<MappedFile> file_;
  std::shared_ptr<const std::string> joined_;
  std::string_view bytes_;  // without the checksum
  std::uint32_t version_ = 2;
  std::uint32_t count_ = 0;
  std::string_view tree_data_;  // of the extension
  std::shared_ptr<const std::string> joined_tree_data_;
  std::vector<CachedTree> cached_trees_;
  std::optional<ObjectId> shared_;
  std::string_view deleted_;  // bitmaps
  std::string_view replaced_;
};

/// Goes through the entries of an index, which are sorted by path, then stage.
class IndexCursor {
 public:
  /// Stands on the first entry. The index must outlive the cursor.
  explicit IndexCursor(const IndexFile& index);

  [[nodiscard]] bool at_end() const { return remaining_ == 0; }
  [[nodiscard]] std::uint32_t remaining() const { return remaining_; }
  /// Not at the end. Its path is valid until the cursor moves.
  [[nodiscard]] IndexEntry entry() const;
  [[nodiscard]] std::string_view path() const {
    return index_->version_ == 4 ? std::string_view(whole_path_) : path_;
  }

  void advance();
  /// Moves on by `count` entries, at most to the end.
  void skip(std::uint32_t count);

 private:
  void read();

  const IndexFile* index_;
  std::size_t at_ = 0;
  std::size_t next_ = 0;
  std::uint32_t remaining_ = 0;
  std::uint32_t flags_ = 0;  // the extended ones above
  std::string_view path_;
  std::string whole_path_;  // of version 4, which only stores what differs
};

}  // namespace nhiscan
