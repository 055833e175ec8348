#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "git/object_id.h"
#include "nhiscan/result.h"

namespace nhiscan {

/// A name line of a commit or tag: "A U Thor <author@example.com> 1700000000 +0100".
struct GitPerson {
  std::string name;
  std::string email;
  std::int64_t time = 0;  ///< seconds since the epoch; 0 where it isn't a number
};

GitPerson parse_git_person(std::string_view line);

struct GitCommitText {
  ObjectId tree;
  std::vector<ObjectId> parents;
  GitPerson author;
  GitPerson committer;
  std::string_view message;  ///< of the bytes that were parsed
};

/// Reads a commit object. Fails unless it names a tree; a damaged name line is an empty person.
Result<GitCommitText> parse_commit(std::string_view bytes, HashKind kind);

struct GitTagText {
  ObjectId target;
  ObjectType target_type = ObjectType::none;
  std::string name;
  GitPerson tagger;
  std::string_view message;
};

/// Reads an annotated tag. Fails unless it names an object.
Result<GitTagText> parse_tag(std::string_view bytes, HashKind kind);

struct TreeEntry {
  std::uint32_t mode = 0;  ///< 040000 a tree, 0160000 a submodule's commit, else a blob
  std::string_view name;
  ObjectId id;

  [[nodiscard]] bool is_tree() const { return mode == 0040000; }
  [[nodiscard]] bool is_submodule() const { return mode == 0160000; }
};

/// Goes through the entries of a tree object.
class TreeReader {
 public:
  TreeReader(std::string_view bytes, HashKind kind) : rest_(bytes), kind_(kind) {}

  /// False at the end, or where the rest is damaged.
  bool next(TreeEntry& entry);
  [[nodiscard]] bool is_damaged() const { return !rest_.empty(); }

 private:
  std::string_view rest_;
  HashKind kind_;
};

}  // namespace nhiscan
