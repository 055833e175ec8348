#include "git/commit.h"

#include <doctest/doctest.h>

#include <string>

using namespace nhiscan;

namespace {

const std::string kTree(40, 'a');
const std::string kParent(40, 'b');

}  // namespace

TEST_CASE("parse_commit: headers, a signature passed over, the message") {
  const std::string text = "tree " + kTree + "\nparent " + kParent + "\nparent " + kTree +
                           "\nauthor A U Thor <a@acme.test> 1700000000 +0100\n"
                           "committer C <c@acme.test> 1700000001 +0000\n"
                           "gpgsig -----BEGIN\n author Fake <f@acme.test> 1 +0000\n\n"
                           "Subject\n\nauthor not a header\n";
  const auto commit = parse_commit(text, HashKind::sha1);
  REQUIRE(commit);
  CHECK(to_hex(commit->tree, HashKind::sha1) == kTree);
  CHECK(commit->parents.size() == 2);
  CHECK(commit->author.name == "A U Thor");
  CHECK(commit->author.email == "a@acme.test");
  CHECK(commit->committer.time == 1700000001);
  CHECK(commit->message == "Subject\n\nauthor not a header\n");
}

TEST_CASE("parse_commit: needs a tree, nothing else") {
  CHECK_FALSE(parse_commit("", HashKind::sha1));
  CHECK_FALSE(parse_commit("tree abc\n\n", HashKind::sha1));
  CHECK_FALSE(parse_commit("tree " + kTree + "\n", HashKind::sha256));
  const std::string headers_only = "tree " + kTree;
  const auto bare = parse_commit(headers_only, HashKind::sha1);
  REQUIRE(bare);
  CHECK(bare->author.name.empty());
  CHECK(bare->message.empty());
}

TEST_CASE("parse_tag: what it names") {
  const std::string text =
      "object " + kTree + "\ntype commit\ntag v1\ntagger T <t@acme.test> 5 +0000\n\nhello\n";
  const auto tag = parse_tag(text, HashKind::sha1);
  REQUIRE(tag);
  CHECK(tag->target_type == ObjectType::commit);
  CHECK(tag->name == "v1");
  CHECK(tag->message == "hello\n");
  CHECK_FALSE(parse_tag("type commit\n\n", HashKind::sha1));
}

TEST_CASE("TreeReader: entries up to where the tree is damaged") {
  const std::string id(20, '\x11');
  const std::string good =
      std::string("100644 a.txt\0", 13) + id + std::string("40000 d\0", 8) + id;
  TreeReader reader(good, HashKind::sha1);
  TreeEntry entry;
  REQUIRE(reader.next(entry));
  CHECK(entry.name == "a.txt");
  CHECK_FALSE(entry.is_tree());
  REQUIRE(reader.next(entry));
  CHECK(entry.is_tree());
  CHECK_FALSE(reader.next(entry));
  CHECK_FALSE(reader.is_damaged());
  for (std::size_t cut = 1; cut < good.size(); ++cut) {
    if (cut == 33) continue;  // between the entries
    TreeReader damaged(std::string_view(good).substr(0, cut), HashKind::sha1);
    while (damaged.next(entry)) {
    }
    CHECK(damaged.is_damaged());
  }
}
