#include "git/commit.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace nhiscan {
namespace {

constexpr std::size_t kMostParents = 10'000;

/// The lines before the first empty one, one by one; lines that begin with a blank continue a
/// header and are passed over.
class HeaderLines {
 public:
  explicit HeaderLines(std::string_view bytes) : rest_(bytes) {}

  bool next(std::string_view& key, std::string_view& value) {
    while (!rest_.empty() && rest_.front() != '\n') {
      const std::string_view line = rest_.substr(0, rest_.find('\n'));
      rest_.remove_prefix(std::min(rest_.size(), line.size() + 1));
      if (line.front() == ' ') continue;
      const std::size_t space = line.find(' ');
      key = line.substr(0, space);
      value = space == std::string_view::npos ? std::string_view() : line.substr(space + 1);
      return true;
    }
    return false;
  }

  /// What follows the headers, once they have been read.
  [[nodiscard]] std::string_view message() const { return rest_.empty() ? rest_ : rest_.substr(1); }

 private:
  std::string_view rest_;
};

}  // namespace

GitPerson parse_git_person(std::string_view line) {
  GitPerson person;
  const std::size_t open = line.find('<');
  const std::size_t close = line.rfind('>');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open)
    return person;
  person.name = line.substr(0, open == 0 ? 0 : open - 1);
  person.email = line.substr(open + 1, close - open - 1);
  const std::string_view rest = line.substr(close + 1);
  const std::size_t digits = rest.find_first_not_of(' ');
  if (digits != std::string_view::npos)
    std::from_chars(rest.data() + digits, rest.data() + rest.size(), person.time);
  return person;
}

Result<GitCommitText> parse_commit(std::string_view bytes, HashKind kind) {
  GitCommitText commit;
  HeaderLines lines(bytes);
  std::string_view key;
  std::string_view value;
  bool has_tree = false;
  while (lines.next(key, value)) {
    if (key == "tree" && !has_tree) {
      const auto id = parse_object_id(value, kind);
      if (!id) break;
      commit.tree = *id;
      has_tree = true;
    } else if (key == "parent" && commit.parents.size() < kMostParents) {
      if (const auto id = parse_object_id(value, kind)) commit.parents.push_back(*id);
    } else if (key == "author") {
      commit.author = parse_git_person(value);
    } else if (key == "committer") {
      commit.committer = parse_git_person(value);
    }
  }
  if (!has_tree) return Error{"a commit that names no tree"};
  commit.message = lines.message();
  return commit;
}

Result<GitTagText> parse_tag(std::string_view bytes, HashKind kind) {
  GitTagText tag;
  HeaderLines lines(bytes);
  std::string_view key;
  std::string_view value;
  while (lines.next(key, value)) {
    if (key == "object")
      tag.target = parse_object_id(value, kind).value_or(ObjectId{});
    else if (key == "type")
      tag.target_type = object_type_named(value);
    else if (key == "tag")
      tag.name = value;
    else if (key == "tagger")
      tag.tagger = parse_git_person(value);
  }
  if (tag.target.is_null() || tag.target_type == ObjectType::none)
    return Error{"a tag that names no object"};
  tag.message = lines.message();
  return tag;
}

bool TreeReader::next(TreeEntry& entry) {
  const char* at = rest_.data();
  const char* const end = at + rest_.size();
  std::uint32_t mode = 0;
  for (; at < end && *at >= '0' && *at <= '7'; ++at)
    mode = mode << 3U | static_cast<std::uint32_t>(*at - '0');
  if (at == end || *at != ' ') return false;
  ++at;
  const auto* zero =
      static_cast<const char*>(std::memchr(at, 0, static_cast<std::size_t>(end - at)));
  if (zero == nullptr || static_cast<std::size_t>(end - zero) <= hash_size(kind_)) return false;
  entry.mode = mode;
  entry.name = {at, static_cast<std::size_t>(zero - at)};
  entry.id = ObjectId::from_raw(zero + 1, kind_);
  rest_.remove_prefix(static_cast<std::size_t>(zero + 1 - rest_.data()) + hash_size(kind_));
  return true;
}

}  // namespace nhiscan
