#include "git/tree_diff.h"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "unit/git/packed_history.h"

using namespace nhiscan;

namespace {

constexpr std::uint64_t kDiffLimit = 1024 * 1024;
const std::string kTreeMode = "40000";

/// A history whose blobs hold their names; "path new old…" for each change, `-` for none.
struct Diff {
  PackedHistory history;
  std::map<ObjectId, std::string> names;

  ObjectId blob(const std::string& name) {
    const ObjectId id = history.blob(name);
    names[id] = name;
    return id;
  }

  TreeChanges changes(const ObjectId& tree, const std::vector<ObjectId>& parents) {
    StoreReader objects(history.store(), kDiffLimit);
    return diff_trees(objects, tree, parents);
  }

  std::string lines(const ObjectId& tree, const std::vector<ObjectId>& parents) {
    const TreeChanges found = changes(tree, parents);
    CHECK(found.problems.empty());
    CHECK_FALSE(found.is_cut);
    std::string text;
    for (const TreeChange& change : found.files) {
      text += change.path + " " + (change.id ? names.at(*change.id) : "-");
      for (const ObjectId& old_id : change.old_ids)
        text += " " + names.at(old_id);
      text += "\n";
    }
    return text;
  }
};

}  // namespace

TEST_CASE("diff_trees: what is brought, changed and deleted; a first commit brings all") {
  Diff diff;
  const ObjectId one = diff.blob("one");
  const ObjectId two = diff.blob("two");
  const ObjectId old_inner = diff.history.tree({{"x", one}, {"y", one}});
  const ObjectId new_inner = diff.history.tree({{"x", two}, {"z", two}});
  const ObjectId before = diff.history.tree({{"a.txt", one},
                                             {"dir", old_inner, kTreeMode},
                                             {"gone", old_inner, kTreeMode},
                                             {"same", one}});
  const ObjectId after =
      diff.history.tree({{"a.txt", two}, {"dir", new_inner, kTreeMode}, {"same", one}});
  CHECK(diff.lines(after, {before}) ==
        "a.txt two one\ndir/x two one\ndir/y - one\ndir/z two\ngone/x - one\ngone/y - one\n");
  CHECK(diff.lines(before, {before}).empty());
  CHECK(diff.lines(after, {}) == "a.txt two\ndir/x two\ndir/z two\nsame one\n");
}

TEST_CASE("diff_trees: equal directories aren't read") {
  Diff diff;
  const ObjectId one = diff.blob("one");
  const ObjectId two = diff.blob("two");
  const ObjectId unread = PackedHistory::missing();
  const ObjectId before = diff.history.tree({{"a", unread, kTreeMode}, {"b", one}});
  const ObjectId after = diff.history.tree({{"a", unread, kTreeMode}, {"b", two}});
  CHECK(diff.lines(after, {before}) == "b two one\n");
  CHECK(diff.lines(after, {PackedHistory::missing(1), after}).empty());
}

TEST_CASE(
    "diff_trees: a file becomes a directory, a submodule or a link, and the other way round") {
  Diff diff;
  const ObjectId one = diff.blob("one");
  const ObjectId two = diff.blob("two");
  const ObjectId inner = diff.history.tree({{"x", two}});
  const ObjectId file = diff.history.tree({{"a", one}, {"a.b", one}});
  const ObjectId directory = diff.history.tree({{"a.b", one}, {"a", inner, kTreeMode}});
  const ObjectId module = diff.history.tree({{"a", two, "160000"}, {"a.b", one}});
  const ObjectId link = diff.history.tree({{"a", two, "120000"}, {"a.b", one}});
  CHECK(diff.lines(directory, {file}) == "a - one\na/x two\n");
  CHECK(diff.lines(file, {directory}) == "a one\na/x - two\n");
  CHECK(diff.lines(module, {file}) == "a - one\n");
  CHECK(diff.lines(file, {module}) == "a one\n");
  CHECK(diff.lines(link, {file}) == "a two one\n");
  CHECK(diff.lines(module, {}) == "a.b one\n");
}

TEST_CASE("diff_trees: a merge changes what is unlike every parent") {
  Diff diff;
  const ObjectId base = diff.blob("base");
  const ObjectId ours = diff.blob("ours");
  const ObjectId theirs = diff.blob("theirs");
  const ObjectId both = diff.blob("both");
  const ObjectId left = diff.history.tree({{"a", ours}, {"b", ours}, {"c", base}, {"e", base}});
  const ObjectId right =
      diff.history.tree({{"a", theirs}, {"b", base}, {"d", theirs}, {"e", base}});
  CHECK(diff.lines(diff.history.tree({{"a", both}, {"b", ours}, {"d", theirs}, {"e", base}}),
                   {left, right}) == "a both ours theirs\n");
  CHECK(diff.lines(diff.history.tree({{"a", ours}, {"c", both}, {"n", both}}), {left, right}) ==
        "b - ours base\nc both base\ne - base base\nn both\n");
}

TEST_CASE("diff_trees: unreadable trees are named; without an old one all of the new one counts") {
  Diff diff;
  const ObjectId one = diff.blob("one");
  const ObjectId tree = diff.history.tree({{"a", one}});
  const TreeChanges old_missing = diff.changes(tree, {PackedHistory::missing()});
  CHECK(old_missing.files.size() == 1);
  REQUIRE(old_missing.problems.size() == 1);
  CHECK(old_missing.problems.front().reason == "missing");
  CHECK(diff.changes(PackedHistory::missing(), {}).problems.size() == 1);
  CHECK(diff.changes(one, {tree}).problems.front().reason == "not a tree");
}

TEST_CASE("diff_trees: trees that hold each other often end, and so do deep ones") {
  Diff diff;
  ObjectId bomb = diff.history.tree({{"x", diff.blob("one")}});
  for (int level = 0; level < 12; ++level)
    bomb = diff.history.tree({{"a", bomb, kTreeMode},
                              {"b", bomb, kTreeMode},
                              {"c", bomb, kTreeMode},
                              {"d", bomb, kTreeMode}});
  StoreReader objects(diff.history.store(), kDiffLimit);
  const TreeChanges cut = diff_trees(objects, bomb, {}, 1000);
  CHECK(cut.is_cut);
  CHECK(cut.files.size() <= 1000);
  ObjectId deep = diff.history.tree({{"x", diff.blob("two")}});
  for (int level = 0; level < 3000; ++level)
    deep = diff.history.tree({{"d", deep, kTreeMode}});
  const TreeChanges too_deep = diff.changes(deep, {});
  CHECK(too_deep.is_cut);
  CHECK(too_deep.files.empty());
}

TEST_CASE("find_files: the blobs at paths of a tree") {
  Diff diff;
  const ObjectId one = diff.blob("one");
  const ObjectId two = diff.blob("two");
  const ObjectId inner = diff.history.tree({{"x", one}, {"x.c", two}});
  const ObjectId tree = diff.history.tree({{"a", inner, kTreeMode},
                                           {"b", one},
                                           {"m", one, "160000"},
                                           {"n", PackedHistory::missing(), kTreeMode}});
  StoreReader objects(diff.history.store(), kDiffLimit);
  const std::vector<std::string> paths = {"a", "a.b", "a/x", "a/x.c", "a/x/y",
                                          "b", "c",   "m",   "n/x"};
  const auto found = find_files(objects, tree, paths);
  std::string text;
  for (std::size_t i = 0; i < paths.size(); ++i)
    if (found[i]) text += paths[i] + " " + diff.names.at(*found[i]) + "\n";
  CHECK(text == "a/x one\na/x.c two\nb one\n");
  CHECK(find_files(objects, PackedHistory::missing(), paths) ==
        std::vector<std::optional<ObjectId>>(paths.size()));
}
