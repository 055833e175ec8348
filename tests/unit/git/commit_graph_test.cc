#include "git/commit_graph.h"

#include <doctest/doctest.h>

#include <vector>

#include "unit/git/pack_builder.h"

using namespace nhiscan;

namespace {

CommitRecord record(std::uint32_t number, const std::vector<std::uint32_t>& parents,
                    std::int64_t time) {
  CommitRecord commit;
  commit.id = PackBuilder::id(number);
  for (const std::uint32_t parent : parents)
    commit.parents.push_back(PackBuilder::id(parent));
  commit.time = time;
  return commit;
}

std::vector<std::uint32_t> order_of(const CommitGraph& graph, std::uint32_t count) {
  std::vector<std::uint32_t> order(count);
  for (std::uint32_t number = 0; number < count; ++number)
    order[graph.find(PackBuilder::id(number))] = number;
  return order;
}

}  // namespace

TEST_CASE("CommitGraph: parents first, then by date, whatever the clocks say") {
  // 0 - 1 - 3 and 0 - 2 - 3; the clock of 1 was an hour ahead.
  const CommitGraph graph({record(3, {1, 2}, 40), record(1, {0}, 3600), record(2, {0}, 20),
                           record(0, {}, 10), record(0, {}, 10)},
                          {}, {});
  CHECK(order_of(graph, 4) == std::vector<std::uint32_t>{0, 2, 1, 3});
}

TEST_CASE("CommitGraph: of one second in the order of git log --all") {
  // 1 and 2 are copies of one change on two branches; the walk meets the first branch's first.
  for (const std::uint32_t first : {1U, 2U}) {
    GitRefs refs;
    refs.head = PackBuilder::id(3 - first);
    refs.refs = {{"HEAD", PackBuilder::id(3 - first)},
                 {"refs/heads/a", PackBuilder::id(first)},
                 {"refs/heads/b", PackBuilder::id(3 - first)}};
    const CommitGraph graph({record(0, {}, 10), record(1, {0}, 20), record(2, {0}, 20)}, {}, refs);
    CHECK(order_of(graph, 3) == std::vector<std::uint32_t>{0, 3 - first, first});
  }
}

TEST_CASE("CommitGraph: a ring of commits, which only a forged pack holds, ends") {
  const CommitGraph graph({record(0, {1}, 1), record(1, {0}, 2)}, {}, {});
  CHECK(graph.size() == 2);
}

TEST_CASE("CommitGraph: from where a commit is reached") {
  GitRefs refs;
  refs.head = PackBuilder::id(1);
  refs.refs = {{"HEAD", PackBuilder::id(1)}, {"refs/stash", PackBuilder::id(2)}};
  refs.reflog = {PackBuilder::id(3)};
  const CommitGraph graph({record(0, {}, 1), record(1, {0}, 2), record(2, {1}, 3),
                           record(3, {0}, 4), record(4, {3}, 5)},
                          {}, refs);
  const auto reach = [&](std::uint32_t number) {
    return graph.reach(graph.find(PackBuilder::id(number)));
  };
  CHECK(reach(0) == Reach::ref);
  CHECK(reach(1) == Reach::ref);
  CHECK(reach(2) == Reach::stash);
  CHECK(reach(3) == Reach::reflog);
  CHECK(reach(4) == Reach::unreachable);
  CHECK(graph.in_head(graph.find(PackBuilder::id(0))));
  CHECK_FALSE(graph.in_head(graph.find(PackBuilder::id(2))));
}
