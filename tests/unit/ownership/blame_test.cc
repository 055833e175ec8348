#include "ownership/blame.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "../sources/temporary_repository.h"
#include "ownership/history.h"

using namespace nhiscan;

namespace {

constexpr std::int64_t kFirstCommit = 1700000000;
constexpr std::int64_t kOneDay = 86400;

std::vector<BlameAnswer> blame(const TemporaryRepository& repository,
                               const std::vector<BlameRequest>& requests,
                               const BlameLimits& limits = {}) {
  const History history(repository.get(), repository.path());
  return blame_lines(repository.get(), repository.path(), history, requests, limits);
}

}  // namespace

TEST_CASE(
    "blame_lines: each line has the author who last changed it, through moves of lines and files") {
  TemporaryRepository repository;
  repository.write("a.txt", "one\ntwo\nthree\nfour\n");
  repository.write("other.txt", "x\n");
  const std::string first = repository.commit("first", "Jane", "jane@x.io", kFirstCommit);
  repository.write("a.txt", "zero\none\ntwo\n3\nfour\n");
  const std::string second = repository.commit("second", "Bob", "bob@x.io", kFirstCommit + kOneDay);
  std::filesystem::rename(repository.at("a.txt"), repository.at("b.txt"));
  repository.commit("move", "Eve", "eve@x.io", kFirstCommit + 2 * kOneDay);
  repository.write("b.txt", "dirty\nzero\r\none\r\ntwo\r\n3\r\nfour\r\n");
  const auto answers = blame(
      repository,
      {{"b.txt", 1}, {"b.txt", 2}, {"b.txt", 3}, {"b.txt", 5}, {"b.txt", 6}, {"none.txt", 1}});
  CHECK(answers[0].commit.empty());
  CHECK(answers[0].reason == "changed since the last commit");
  CHECK(answers[1].commit == second);
  CHECK(answers[2].commit == first);
  CHECK(answers[2].author.author.email == "jane@x.io");
  CHECK(answers[3].commit == second);
  CHECK(answers[4].commit == first);
  CHECK(answers[5].reason == "not committed");
}

TEST_CASE("blame_lines: passes the revisions that are to be ignored") {
  TemporaryRepository repository;
  repository.write("a.c", "int a;\nint b;\n");
  const std::string first = repository.commit("first", "Jane", "jane@x.io", kFirstCommit);
  repository.write("a.c", "  int a;\n  int b;\n");
  const std::string format = repository.commit("format", "Bob", "bob@x.io", kFirstCommit + kOneDay);
  CHECK(blame(repository, {{"a.c", 2}})[0].commit == format);
  repository.write(".git-blame-ignore-revs", "# format\n" + format + "\n");
  CHECK(blame(repository, {{"a.c", 2}})[0].commit == first);
}

TEST_CASE("blame_lines: limits are counts, and say so") {
  TemporaryRepository repository;
  repository.write("a.txt", "a\n");
  repository.write("b.txt", "b\n");
  repository.commit("first", "Jane", "jane@x.io", kFirstCommit);
  repository.write("c.txt", "c\n");
  repository.commit("second", "Jane", "jane@x.io", kFirstCommit + kOneDay);
  BlameLimits limits;
  limits.files = 1;
  CHECK(blame(repository, {{"a.txt", 1}, {"b.txt", 1}}, limits)[1].reason ==
        "beyond the first 1 files");
  limits.commits = 1;
  CHECK(blame(repository, {{"a.txt", 1}}, limits)[0].reason == "older than the newest 1 commits");
  const TemporaryRepository empty;
  CHECK(blame(empty, {{"a.txt", 1}})[0].reason == "the repository has no commit");
}
