#include "ownership/history.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "../sources/temporary_repository.h"

using namespace nhiscan;

namespace {

constexpr std::int64_t kHistoryStart = 1700000000;
constexpr std::int64_t kHistoryDay = 86400;

}  // namespace

TEST_CASE("History::author_of: a human stands in for a bot") {
  TemporaryRepository repository;
  repository.write("a", "1");
  repository.write(".mailmap", "Jane Doe <jane@x.io> <old@x.io>\n");
  const std::string agent = repository.commit(
      "work\n\nReviewed-by: Bob <bob@x.io>\nCo-authored-by: Claude "
      "<noreply@anthropic.com>\nSigned-off-by: J <old@x.io>\n",
      "Claude", "noreply@anthropic.com", kHistoryStart);
  const History history(repository.get(), repository.path());
  const auto author = history.author_of(agent);
  REQUIRE(author);
  CHECK(author->kind == AuthorKind::agent);
  REQUIRE(author->stand_in);
  CHECK(author->stand_in->name == "Jane Doe");
  CHECK(author->stand_in->email == "jane@x.io");
  CHECK(author->stand_in_role == "Signed-off-by");
  CHECK_FALSE(history.author_of("0123"));
}

TEST_CASE("History::status_of: by the newest commit of each author") {
  TemporaryRepository repository;
  repository.write("a", "1");
  repository.commit("1", "Old", "old@x.io", kHistoryStart);
  repository.write("a", "2");
  repository.commit("2", "Mid", "mid@x.io", kHistoryStart + 200 * kHistoryDay);
  repository.write("a", "3");
  repository.commit("3", "New", "new@x.io", kHistoryStart + 300 * kHistoryDay);
  History history(repository.get(), repository.path());
  const std::int64_t now = kHistoryStart + 301 * kHistoryDay;
  CHECK(history.newest_commit() == kHistoryStart + 300 * kHistoryDay);
  CHECK(history.status_of("old@x.io", now, {}) == PersonStatus::inactive);
  CHECK(history.status_of("mid@x.io", now, {}) == PersonStatus::unknown);
  CHECK(history.status_of("new@x.io", now, {}) == PersonStatus::active);
  CHECK(history.status_of("who@x.io", now, {}) == PersonStatus::unknown);
}

TEST_CASE("History::remote_account: the account in the URL, without credentials") {
  struct Case {
    const char* url;
    const char* account;
  };
  const std::vector<Case> cases = {{"git@github.com:acme/shop.git", "acme"},
                                   {"https://user:pw@gitlab.example.com/acme/sub/shop.git", "acme"},
                                   {"ssh://git@host:22/acme/shop", "acme"},
                                   {"/srv/git/shop.git", ""},
                                   {"https://host", ""}};
  for (const Case& one : cases) {
    const TemporaryRepository repository;
    GitConfig config;
    git_repository_config(into(config), repository.get());
    REQUIRE(git_config_set_string(config.get(), "remote.origin.url", one.url) == 0);
    CHECK(History(repository.get(), repository.path()).remote_account().value_or("") ==
          one.account);
  }
}
