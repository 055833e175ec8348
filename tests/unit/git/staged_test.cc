#include "git/staged.h"

#include <doctest/doctest.h>

#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "unit/git/index_bytes.h"

namespace nhiscan {
namespace {

/// Trees by the byte that their ids are made of.
struct Trees {
  std::map<ObjectId, std::string> bytes;
  std::vector<ObjectId> asked;

  void add(char tree, const std::vector<IndexBytes::Entry>& entries) {
    std::string& out = bytes[IndexBytes::id(tree)];
    for (const IndexBytes::Entry& entry : entries)
      out += (entry.mode == 040000    ? "40000"
              : entry.mode == 0120000 ? "120000"
                                      : "100644") +
             (" " + entry.path) + '\0' + std::string(20, entry.id);
  }

  Result<Bytes> read(const ObjectId& id) {
    asked.push_back(id);
    const auto known = bytes.find(id);
    if (known == bytes.end()) return Error{"missing"};
    Bytes copy(known->second.size());
    std::memcpy(copy.data(), known->second.data(), copy.size());
    return copy;
  }
};

struct Compared {
  std::string blobs;  ///< "path new old", where old is `-` for none
  std::string problems;
};

Compared compare(Trees& trees, char head, const IndexBytes& index) {
  const std::string bytes = index.bytes();
  const auto parsed = IndexFile::parse(bytes, index.kind);
  REQUIRE(parsed);
  const StagedChanges changes =
      compare_with_index(head == 0 ? std::nullopt : std::optional(IndexBytes::id(head)), *parsed,
                         [&](const ObjectId& id) { return trees.read(id); });
  Compared out;
  for (const StagedBlob& blob : changes.blobs)
    out.blobs += blob.path + " " + static_cast<char>(blob.id.bytes[0]) + " " +
                 (blob.old_id ? std::string(1, static_cast<char>(blob.old_id->bytes[0])) : "-") +
                 "\n";
  for (const GitProblem& problem : changes.problems)
    out.problems += problem.path + ": " + problem.reason + "\n";
  return out;
}

std::string cached_tree(const std::string& name, const std::string& counts, char id) {
  return name + '\0' + counts + "\n" + (id == 0 ? std::string() : std::string(20, id));
}

}  // namespace

TEST_CASE("compare_with_index: what is added or changed, with what stood at its path") {
  Trees trees;
  trees.add('H', {{"a", '1'}, {"b.txt", '2'}, {"b", 'B', 040000}, {"gone", '3'}, {"link", '4'}});
  trees.add('B', {{"x", '5'}, {"y", '6'}});
  IndexBytes index;
  index.entries = {{"a", '1', 0100755},    {"b.txt", '9'},        {"b/x", '5'},
                   {"b/y", '8'},           {"b/z", '7'},          {"c/d/e", '7'},
                   {"link", '4', 0120000}, {"sub", '7', 0160000}, {"zzz", '7', 0120000}};
  CHECK(compare(trees, 'H', index).blobs ==
        "b.txt 9 2\nb/y 8 6\nb/z 7 -\nc/d/e 7 -\nlink 4 -\nzzz 7 -\n");
  CHECK(compare(trees, 0, index).blobs ==
        "a 1 -\nb.txt 9 -\nb/x 5 -\nb/y 8 -\nb/z 7 -\nc/d/e 7 -\nlink 4 -\nzzz 7 -\n");
}

TEST_CASE("compare_with_index: a file that was a directory, and the other way round") {
  Trees trees;
  trees.add('H', {{"a", '1'}, {"b", 'B', 040000}});
  trees.add('B', {{"x", '5'}});
  IndexBytes index = IndexBytes::of({{"a/x", '2'}, {"b", '3'}});
  CHECK(compare(trees, 'H', index).blobs == "a/x 2 -\nb 3 -\n");
}

TEST_CASE("compare_with_index: of a conflict our and their side count, each once") {
  Trees trees;
  trees.add('H', {{"f", '2'}});
  IndexBytes index;
  index.entries = {{"f", '1', 0100644, 1}, {"f", '2', 0100644, 2}, {"f", '3', 0100644, 3},
                   {"g", '1', 0100644, 1}, {"g", '4', 0100644, 2}, {"g", '4', 0100644, 3}};
  CHECK(compare(trees, 'H', index).blobs == "f 3 2\ng 4 -\n");
}

TEST_CASE("compare_with_index: nothing of what is only meant to be added") {
  Trees trees;
  IndexBytes index = IndexBytes::of({{"a", '1', 0100644, 0, true}, {"b", '2'}}, 3);
  CHECK(compare(trees, 0, index).blobs == "b 2 -\n");
}

TEST_CASE("compare_with_index: passes over directories whose tree the index remembers") {
  Trees trees;
  trees.add('H', {{"a", 'A', 040000}, {"b", 'B', 040000}, {"c", '3'}});
  trees.add('B', {{"x", '5'}});
  for (const std::uint32_t version : {2U, 4U}) {
    IndexBytes index = IndexBytes::of({}, version);
    index.entries = {{"a/1", '1'}, {"a/2", '2'}, {"b/x", '6'}, {"c", '3'}};
    index.extensions =
        IndexBytes::extension("TREE", cached_tree("", "-1 2", 0) + cached_tree("b", "-1 0", 0) +
                                          cached_tree("a", "2 0", 'A'));
    trees.asked.clear();
    const Compared compared = compare(trees, 'H', index);
    CHECK(compared.blobs == "b/x 6 5\n");
    CHECK(compared.problems.empty());
    CHECK(trees.asked == std::vector<ObjectId>{IndexBytes::id('H'), IndexBytes::id('B')});
  }
}

TEST_CASE("compare_with_index: does not believe a directory of another size") {
  Trees trees;
  trees.add('H', {{"a", 'A', 040000}, {"b", '3'}});
  trees.add('A', {{"1", '1'}});
  for (const char* const counts : {"1 0", "3 0", "99 0"}) {
    IndexBytes index = IndexBytes::of({{"a/1", '1'}, {"a/2", '2'}, {"b", '9'}});
    index.extensions =
        IndexBytes::extension("TREE", cached_tree("", "-1 1", 0) + cached_tree("a", counts, 'A'));
    CHECK(compare(trees, 'H', index).blobs == "a/2 2 -\nb 9 3\n");
  }
}

TEST_CASE("compare_with_index: looks into the tree of a sparse directory") {
  Trees trees;
  trees.add('H', {{"a", 'A', 040000}, {"b", 'B', 040000}});
  trees.add('B', {{"d", 'D', 040000}, {"x", '5'}});
  trees.add('C', {{"d", 'D', 040000}, {"l", '8', 0120000}, {"n", 'E', 040000}, {"x", '6'}});
  trees.add('E', {{"new", '7'}});
  IndexBytes index = IndexBytes::of({{"a/", 'A', 040000}, {"b/", 'C', 040000}});
  CHECK(compare(trees, 'H', index).blobs == "b/l 8 -\nb/n/new 7 -\nb/x 6 5\n");
}

TEST_CASE("compare_with_index: what can't be read is a problem, and the rest goes on") {
  Trees trees;
  trees.add('H', {{"a", 'A', 040000}, {"b", '3'}});
  IndexBytes index = IndexBytes::of({{"a/1", '1'}, {"b", '9'}});
  Compared compared = compare(trees, 'H', index);
  CHECK(compared.blobs == "b 9 3\n");
  CHECK(compared.problems == "a/: its tree at HEAD: missing\n");
  trees.bytes[IndexBytes::id('A')] = "100644 x";
  compared = compare(trees, 'H', index);
  CHECK(compared.problems == "a/: its tree at HEAD is damaged\n");
}

TEST_CASE("compare_with_index: an index out of order ends") {
  Trees trees;
  IndexBytes index = IndexBytes::of({{"b/1", '1'}, {"a/1", '9'}, {"b/2", '9'}});
  CHECK(compare(trees, 0, index).problems == "a/: the index is not sorted\n");
  IndexBytes deep;
  std::string path;
  for (int i = 0; i < 3000; ++i)
    path += "d/";
  deep.entries = {{path + "x", '1'}, {"z", '2'}};
  const Compared compared = compare(trees, 0, deep);
  CHECK(compared.blobs == "z 2 -\n");
  CHECK(compared.problems.ends_with("directories nest too deep\n"));
}

}  // namespace nhiscan
