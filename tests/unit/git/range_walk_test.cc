#include "git/range_walk.h"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "unit/git/packed_history.h"

using namespace nhiscan;

namespace {

constexpr std::uint64_t kWalkLimit = 1024 * 1024;

/// Commits that go by letters.
struct Walk {
  PackedHistory history;
  std::map<char, ObjectId> ids;
  std::map<ObjectId, char> names;

  void commit(char name, const std::string& parents, std::int64_t time) {
    std::vector<ObjectId> parent_ids;
    for (const char parent : parents)
      parent_ids.push_back(parent == '?' ? PackedHistory::missing() : ids.at(parent));
    const ObjectId tree = history.tree({{std::string(1, name), history.blob({name})}});
    ids[name] = history.commit(tree, parent_ids, time);
    names[ids[name]] = name;
  }

  RangeCommits walk(const CommitRange& range, const std::vector<ObjectId>& shallow = {}) {
    StoreReader objects(history.store(), kWalkLimit);
    return walk_range(objects, range, shallow, [] { return false; });
  }

  std::string between(const std::string& hidden, const std::string& tips) {
    CommitRange range;
    for (const char name : hidden)
      range.hidden.push_back(ids.at(name));
    for (const char name : tips)
      range.tips.push_back(ids.at(name));
    const RangeCommits found = walk(range);
    CHECK(found.problems.empty());
    return letters(found);
  }

  std::string letters(const RangeCommits& found) {
    std::string text;
    for (const RangeCommit& one : found.commits)
      text += names.at(one.id);
    return text;
  }
};

}  // namespace

TEST_CASE("walk_range: what one side has and the other has not, the oldest first") {
  // a - b - d - f    e is on a side branch; f merges it.
  //      `- c - e -'
  Walk walk;
  walk.commit('a', "", 10);
  walk.commit('b', "a", 20);
  walk.commit('c', "b", 30);
  walk.commit('d', "b", 40);
  walk.commit('e', "c", 50);
  walk.commit('f', "de", 60);
  struct Case {
    std::string hidden;
    std::string tips;
    std::string expected;
  };
  const std::vector<Case> cases = {
      {"", "f", "abcdef"}, {"d", "f", "cef"},  {"e", "f", "df"}, {"de", "f", "f"},
      {"f", "d", ""},      {"b", "de", "cde"}, {"f", "f", ""},   {"d", "e", "ce"},
      {"a", "b", "b"},     {"c", "df", "def"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.hidden);
    CAPTURE(one.tips);
    CHECK(walk.between(one.hidden, one.tips) == one.expected);
  }
}

TEST_CASE("walk_range: clocks that were wrong") {
  // The tip of a long line is hidden; its middle is dated long before the rest.
  Walk walk;
  walk.commit('a', "", 1000);
  walk.commit('b', "a", 1010);
  walk.commit('c', "b", 5);
  walk.commit('d', "c", 6);
  walk.commit('e', "d", 7);
  walk.commit('f', "b", 2000);
  CHECK(walk.between("e", "f") == "f");
  CHECK(walk.between("f", "e") == "cde");
  walk.commit('g', "a", 9'000'000);
  CHECK(walk.between("b", "g") == "g");
  CHECK(walk.between("g", "b") == "b");
}

TEST_CASE("walk_range: a hidden commit inside the range hides its parents, read or not") {
  Walk walk;
  walk.commit('a', "", 10);
  for (char name = 'b'; name <= 'z'; ++name)
    walk.commit(name, {static_cast<char>(name - 1)}, 10 * (name - 'a'));
  CHECK(walk.between("w", "z") == "xyz");
  CHECK(walk.between("wm", "zt") == "xyz");
}

TEST_CASE("walk_range: tags, trees of parents, and where a clone is cut off") {
  Walk walk;
  walk.commit('a', "", 10);
  walk.commit('b', "a?", 20);
  const ObjectId inner = walk.history.tag(walk.ids['b']);
  const ObjectId tag = walk.history.tag(inner);
  const RangeCommits found = walk.walk({{tag}, {walk.ids['a']}});
  CHECK(walk.letters(found) == "b");
  CHECK(found.tags == std::vector{tag, inner});
  CHECK(found.commits.front().parent_trees.size() == 1);
  REQUIRE(found.problems.size() == 1);
  CHECK(found.problems.front().reason == "missing");
  CHECK_FALSE(found.is_cut_off);

  const RangeCommits cut = walk.walk({{tag}, {}}, {walk.ids['b']});
  CHECK(walk.letters(cut) == "b");
  CHECK(cut.is_cut_off);
  CHECK(cut.problems.empty());
  CHECK(cut.commits.front().parent_trees.empty());
  CHECK_FALSE(walk.walk({{walk.ids['a']}, {tag}}, {walk.ids['b']}).is_cut_off);
}

TEST_CASE("walk_range: a tip that is missing or no commit is a problem, a hidden one is not") {
  Walk walk;
  walk.commit('a', "", 10);
  const ObjectId blob = walk.history.blob("text");
  const RangeCommits found = walk.walk({{PackedHistory::missing(), blob, walk.ids['a']}, {blob}});
  CHECK(walk.letters(found) == "a");
  REQUIRE(found.problems.size() == 2);
  CHECK(found.problems.back().reason == "not a commit");
}
