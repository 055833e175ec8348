#include "ownership/codeowners.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

using nhiscan::Codeowners;
using nhiscan::codeowners_dialect;
using nhiscan::codeowners_kind;
using nhiscan::CodeownersDialect;
using nhiscan::CodeownersMatch;
using enum nhiscan::CodeownersDialect;

namespace {

struct Case {
  std::string_view pattern;
  std::string_view path;
  bool github;
  bool gitlab;
};

/// The owners of `path`, joined by blanks; "-" where no rule matches.
std::string owners(std::string_view text, CodeownersDialect dialect, std::string_view path) {
  const std::vector<CodeownersMatch> matches = Codeowners::parse(text, dialect).match(path);
  if (matches.empty()) return "-";
  std::string joined;
  for (const CodeownersMatch& match : matches) {
    for (const std::string& owner : match.owners)
      joined += (joined.empty() ? "" : " ") + owner;
  }
  return joined;
}

}  // namespace

TEST_CASE("Codeowners::match: a pattern means what its vendor says") {
  const std::vector<Case> cases = {
      {"*", "a/b/c.txt", true, true},
      {"*.js", "a/b.js", true, true},
      {"*.js", "a/b.ts", false, false},
      {"/build/logs/", "build/logs/a/b.log", true, true},
      {"/build/logs/", "x/build/logs/a", false, false},
      {"docs/*", "docs/a.md", true, true},
      {"docs/*", "docs/a/b.md", false, false},
      {"docs/*", "x/docs/a.md", false, true},
      {"apps/", "x/apps/y/z", true, true},
      {"apps/", "apps/z", true, true},
      {"/apps/github", "apps/github/a", true, false},
      {"/apps/github", "apps/github", true, true},
      {"**/logs", "a/b/logs", true, true},
      {"**/logs", "a/logs/x.log", true, false},
      {"README.md", "a/README.md", true, true},
      {"/README.md", "a/README.md", false, false},
      {"internal/README.md", "x/internal/README.md", false, true},
      {"internal/README.md", "internal/README.md", true, true},
      {"/a/**/z", "a/b/c/z", true, true},
      {"a\\ b/", "a b/c", true, true},
      {"/docs/**", "docs/x/y", true, true},
      {"/*", "a.txt", true, true},
      {"/*", "a/b.txt", false, false},
      {"/A", "a", false, false},
  };
  for (const Case& one : cases) {
    CAPTURE(one.pattern);
    CAPTURE(one.path);
    const std::string text = std::string(one.pattern) + " @o";
    CHECK((owners(text, github, one.path) == "@o") == one.github);
    CHECK((owners(text, bitbucket, one.path) == "@o") == one.github);
    CHECK((owners(text, gitlab, one.path) == "@o") == one.gitlab);
  }
}

TEST_CASE("Codeowners::match: the last rule wins, and one without owners takes them away") {
  const std::string text =
      "# all\n* @all\n/infra/ @acme/platform ops@example.com # inline @nobody\n/infra/free/\n";
  const Codeowners file = Codeowners::parse(text, github);
  const auto match = file.match("infra/a.tf");
  REQUIRE(match.size() == 1);
  CHECK(match[0].owners == std::vector<std::string>{"@acme/platform", "ops@example.com"});
  CHECK(match[0].line == 3);
  CHECK(match[0].pattern == "/infra/");
  CHECK_FALSE(match[0].catch_all);
  CHECK(file.match("x")[0].catch_all);
  CHECK(file.match("infra/free/x")[0].owners.empty());
  CHECK(file.warnings().empty());
}

TEST_CASE("Codeowners::parse: skips lines that GitHub refuses, each with a warning") {
  const std::string text = "!a @x\n[ab] @x\n\\#a @x\n*.c not-an-owner\n*.d @x/\n*.e @ok\n";
  const Codeowners file = Codeowners::parse(text, github);
  REQUIRE(file.warnings().size() == 5);
  CHECK(file.warnings()[3].line == 4);
  CHECK(file.match("a.c").empty());
  CHECK_FALSE(file.match("a.e").empty());
  CHECK(Codeowners::parse(std::string(Codeowners::kMaxBytes + 1, '\n'), github).warnings().size() ==
        1);
}

TEST_CASE("Codeowners::match: each GitLab section contributes") {
  const std::string text =
      "* @everyone\n"
      "[Docs][2] @writers\n"
      "docs/\n"
      "docs/api/ @api\n"
      "^[Security] @sec\n"
      "*.pem\n"
      "!docs/public.pem\n"
      "docs/public.pem @never\n"
      "[DOCS]\n"
      "docs/last/ @last # @tail\n";
  CHECK(owners(text, gitlab, "a.c") == "@everyone");
  CHECK(owners(text, gitlab, "docs/a.md") == "@everyone @writers");
  CHECK(owners(text, gitlab, "docs/api/a.pem") == "@everyone @api @sec");
  CHECK(owners(text, gitlab, "docs/public.pem") == "@everyone @writers");
  CHECK(owners(text, gitlab, "docs/last/x") == "@everyone @last @tail");
}

TEST_CASE("Codeowners: a Bitbucket owner may carry a selection") {
  CHECK(owners("* @teams/core:random(2) @ws/group:all", bitbucket, "a") == "@teams/core @ws/group");
}

TEST_CASE("codeowners_dialect: the place decides, then the content") {
  CHECK(codeowners_dialect(".github/CODEOWNERS", "[Docs]\n") == github);
  CHECK(codeowners_dialect(".gitlab/CODEOWNERS", "") == gitlab);
  CHECK(codeowners_dialect(".bitbucket/CODEOWNERS", "") == bitbucket);
  CHECK(codeowners_dialect("CODEOWNERS", "# [x]\n* @a\n") == github);
  CHECK(codeowners_dialect("CODEOWNERS", "* @a\n^[Docs] @b\n") == gitlab);
  CHECK(codeowners_dialect("CODEOWNERS", "* @@maintainers\n") == gitlab);
  CHECK(codeowners_dialect("docs/CODEOWNERS", "* @teams/x\n") == bitbucket);
}

TEST_CASE("codeowners_kind: teams have a slash") {
  CHECK(codeowners_kind("@acme/platform", github) == "team");
  CHECK(codeowners_kind("@jane", github) == "person");
  CHECK(codeowners_kind("@jane", gitlab) == "unknown");
  CHECK(codeowners_kind("@@developer", gitlab) == "team");
  CHECK(codeowners_kind("jane@example.com", gitlab) == "person");
}

TEST_CASE("Codeowners::match: hostile rules end soon") {
  std::string text;
  for (int i = 0; i < 20000; ++i)
    text += "**/*a*a*a*a*a*b/ @x\n";
  const auto begin = std::chrono::steady_clock::now();
  CHECK(Codeowners::parse(text, github)
            .match(std::string(200, 'a') + "/" + std::string(200, 'a'))
            .empty());
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
}
