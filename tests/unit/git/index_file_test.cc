#include "git/index_file.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "unit/git/index_bytes.h"

namespace nhiscan {
namespace {

std::vector<std::string> paths_of(const IndexFile& index) {
  std::vector<std::string> paths;
  for (IndexCursor cursor(index); !cursor.at_end(); cursor.advance())
    paths.emplace_back(cursor.path());
  return paths;
}

std::string bytes_of(std::uint32_t version, HashKind kind) {
  IndexBytes index;
  index.version = version;
  index.kind = kind;
  index.entries = {{"a", '1'},
                   {"dir/b.txt", '2', 0100755},
                   {"dir/b2.txt", '3', 0120000},
                   {"e/" + std::string(5000, 'x'), '4'},
                   {"f", '5', 0100644, 2},
                   {"f", '6', 0100644, 3},
                   {"sub", '7', 0160000}};
  return index.bytes();
}

}  // namespace

TEST_CASE("IndexFile::parse: reads the entries of every version and hash") {
  for (const std::uint32_t version : {2U, 3U, 4U}) {
    for (const HashKind kind : {HashKind::sha1, HashKind::sha256}) {
      CAPTURE(version);
      const std::string bytes = bytes_of(version, kind);
      const auto index = IndexFile::parse(bytes, kind);
      REQUIRE(index);
      CHECK(index->count() == 7);
      CHECK(paths_of(*index) == std::vector<std::string>{"a", "dir/b.txt", "dir/b2.txt",
                                                         "e/" + std::string(5000, 'x'), "f", "f",
                                                         "sub"});
      IndexCursor cursor(*index);
      cursor.skip(2);
      CHECK(cursor.entry().mode == 0120000);
      CHECK(to_hex(cursor.entry().id, kind).substr(0, 4) == "3333");
      cursor.skip(3);
      CHECK(cursor.entry().stage == 3);
      CHECK(cursor.remaining() == 2);
    }
  }
}

TEST_CASE("IndexFile::parse: knows what is only meant to be added") {
  for (const std::uint32_t version : {3U, 4U}) {
    IndexBytes index = IndexBytes::of({}, version);
    index.entries = {{"a", '1', 0100644, 0, true}, {"b"}};
    const std::string bytes = index.bytes();
    const auto parsed = IndexFile::parse(bytes, index.kind);
    REQUIRE(parsed);
    IndexCursor cursor(*parsed);
    CHECK(cursor.entry().intent_to_add);
    cursor.advance();
    CHECK_FALSE(cursor.entry().intent_to_add);
  }
}

TEST_CASE("IndexFile::parse: a file that is cut off anywhere is an error") {
  for (const std::uint32_t version : {2U, 4U}) {
    const std::string bytes = bytes_of(version, HashKind::sha1);
    for (std::size_t size = 1; size < bytes.size(); size += size < 300 ? 1 : 61) {
      CAPTURE(size);
      CHECK_FALSE(IndexFile::parse(bytes.substr(0, size), HashKind::sha1));
    }
  }
  CHECK(IndexFile::parse("", HashKind::sha1));
}

TEST_CASE("IndexFile::parse: refuses what it doesn't know, and passes over what is optional") {
  IndexBytes index = IndexBytes::of({{"a"}});
  struct Case {
    std::uint32_t version;
    std::string extensions;
    bool accepted;
  };
  const auto extension = IndexBytes::extension;
  const std::vector<Case> cases = {{2, "", true},
                                   {5, "", false},
                                   {1, "", false},
                                   {2, extension("UNTR", "anything"), true},
                                   {2, extension("sdir", ""), true},
                                   {2, extension("what", ""), false},
                                   {2, extension("link", "short"), false},
                                   {2, extension("link", std::string(20, '\0')), true},
                                   {2, "UNTR", false},
                                   {2, "UNTR" + IndexBytes::number(100, 4) + "short", false}};
  for (const Case& one : cases) {
    CAPTURE(one.extensions);
    index.version = one.version;
    index.extensions = one.extensions;
    CHECK(IndexFile::parse(index.bytes(), index.kind).has_value() == one.accepted);
  }
}

TEST_CASE("IndexFile::cached_trees: directories in preorder, or none when they are damaged") {
  IndexBytes index;
  const std::string id(20, '9');
  index.extensions = IndexBytes::extension(
      "TREE", std::string("\0", 1) + "-1 2\n" + std::string("b\0", 2) + "3 1\n" + id +
                  std::string("c\0", 2) + "1 0\n" + id + std::string("a\0", 2) + "2 0\n" + id);
  const std::string bytes = index.bytes();
  const auto parsed = IndexFile::parse(bytes, index.kind);
  REQUIRE(parsed);
  const auto trees = parsed->cached_trees();
  REQUIRE(trees.size() == 4);
  CHECK(trees[0].entry_count == 0);
  CHECK(trees[0].end == 4);
  CHECK(trees[1].name == "b");
  CHECK(trees[1].entry_count == 3);
  CHECK(trees[1].id == IndexBytes::id('9'));
  CHECK(trees[1].end == 3);
  CHECK(trees[2].end == 3);
  CHECK(trees[3].name == "a");
  CHECK(trees[3].end == 4);

  for (const std::string& damaged :
       {std::string("a\0"
                    "2",
                    3),
        std::string("\0-1 2\n", 6),
        std::string("\0"
                    "2 0\nshort",
                    10),
        std::string("\0-1 0\n\0-1 0\n", 12), std::string("\0-1 -1\n", 7)}) {
    index.extensions = IndexBytes::extension("TREE", damaged);
    const std::string other = index.bytes();
    const auto without = IndexFile::parse(other, index.kind);
    REQUIRE(without);
    CHECK(without->cached_trees().empty());
  }
}

TEST_CASE("IndexFile::join: deletes, replaces and adds entries of the shared index") {
  IndexBytes shared = IndexBytes::of({{"a", '1'}, {"b", '2'}, {"c", '3'}, {"d", '4'}});
  IndexBytes split = IndexBytes::of({{"", '8'}, {"a2", '9'}, {"e", '9'}});
  split.extensions = IndexBytes::extension(
      "link", std::string(20, 's') + IndexBytes::bitmap(0b0010) + IndexBytes::bitmap(0b1000));
  const std::string shared_bytes = shared.bytes();
  const std::string split_bytes = split.bytes();
  const auto base = IndexFile::parse(shared_bytes, HashKind::sha1);
  const auto changes = IndexFile::parse(split_bytes, HashKind::sha1);
  REQUIRE(base);
  REQUIRE(changes);
  CHECK(changes->shared() == IndexBytes::id('s'));
  const auto joined = IndexFile::join(*base, *changes);
  REQUIRE(joined);
  CHECK(paths_of(*joined) == std::vector<std::string>{"a", "a2", "c", "d", "e"});
  IndexCursor cursor(*joined);
  cursor.skip(3);
  CHECK(cursor.entry().id == IndexBytes::id('8'));
}

TEST_CASE("IndexFile::join: bitmaps beyond the shared index are an error") {
  IndexBytes shared = IndexBytes::of({{"a", '1'}});
  IndexBytes split = IndexBytes::of({{"", '8'}});
  const std::string shared_bytes = shared.bytes();
  const auto base = IndexFile::parse(shared_bytes, HashKind::sha1);
  REQUIRE(base);
  const std::string run = IndexBytes::number(1, 4) + IndexBytes::number(1, 4) +
                          IndexBytes::number(0x1ffffffffULL | 1ULL << 40U, 8) +
                          IndexBytes::number(0, 4);
  for (const std::string& replaced : {IndexBytes::bitmap(0b10), run}) {
    split.extensions =
        IndexBytes::extension("link", std::string(20, 's') + IndexBytes::bitmap(0) + replaced);
    const std::string bytes = split.bytes();
    const auto changes = IndexFile::parse(bytes, HashKind::sha1);
    REQUIRE(changes);
    CHECK_FALSE(IndexFile::join(*base, *changes));
  }
}

}  // namespace nhiscan
