#include "ownership/person.h"

#include <doctest/doctest.h>

#include <vector>

using namespace nhiscan;

TEST_CASE("parse_person: reads the forms that manifests and trailers use") {
  CHECK(parse_person("Jane Doe <jane@example.com> (https://example.com)").email ==
        "jane@example.com");
  CHECK(parse_person(" Jane Doe <jane@example.com>").name == "Jane Doe");
  CHECK(parse_person("jane@example.com").email == "jane@example.com");
  CHECK(parse_person("Jane Doe (https://example.com)").name == "Jane Doe");
  CHECK(parse_person("@jane").name == "@jane");
  CHECK(parse_person("").name.empty());
}

TEST_CASE("show_person: a noreply address becomes its login") {
  CHECK(show_person({"Jane Doe", "jane@example.com"}) == "Jane Doe <jane@example.com>");
  CHECK(show_person({"Jane", "123+jdoe@users.noreply.github.com"}) == "@jdoe");
  CHECK(show_person({"Jane", "jdoe@users.noreply.github.com"}) == "@jdoe");
  CHECK(show_person({"Jane", "123-jdoe@users.noreply.gitlab.com"}) == "@jdoe");
  CHECK(show_person({"", "jane@example.com"}) == "jane@example.com");
  CHECK(show_person({"a\x1b[31m\nb", ""}).find('\x1b') == std::string::npos);
}

TEST_CASE("author_kind: tells people from bots and agents") {
  const std::vector<Person> humans = {{"Jane Doe", "jane@example.com"},
                                      {"Katherine Jenkins", "k.jenkins@example.com"},
                                      {"Jane", "123+jdoe@users.noreply.github.com"},
                                      {"Claude Monet", "claude@example.fr"},
                                      {"Jules", "jules@example.com"},
                                      {"Abbot", "abbot@example.com"}};
  const std::vector<Person> bots = {
      {"dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"},
      {"GitHub", "noreply@github.com"},
      {"CI", "ci@example.com"},
      {"acme-bot", "x@example.com"},
      {"Deploy", "svc-deploy@example.com"},
      {"x", "project_12_bot_ab@noreply.gitlab.com"},
      {"Travis CI", "travis@travis-ci.org"},
      {"jenkins", "jenkins@example.com"}};
  const std::vector<Person> agents = {
      {"Claude", "noreply@anthropic.com"},
      {"Cursor Agent", "cursoragent@cursor.com"},
      {"aider (gpt-4)", "jane@example.com"},
      {"copilot-swe-agent[bot]", "198982749+Copilot@users.noreply.github.com"},
      {"devin-ai-integration[bot]", "x@users.noreply.github.com"}};
  for (const Person& one : humans)
    CHECK_MESSAGE(author_kind(one) == AuthorKind::human, one.name);
  for (const Person& one : bots)
    CHECK_MESSAGE(author_kind(one) == AuthorKind::bot, one.name);
  for (const Person& one : agents)
    CHECK_MESSAGE(author_kind(one) == AuthorKind::agent, one.name);
}

TEST_CASE("owner_key: equal for what names the same owner") {
  CHECK(owner_key("Jane Doe <JANE@example.com>", "person") ==
        owner_key("jane@example.com", "person"));
  CHECK(owner_key("@Jane", "person") ==
        owner_key("Jane Doe <1+jane@users.noreply.github.com>", "person"));
  CHECK(owner_key("@acme/platform", "team") == owner_key("group:default/Platform", "team"));
  CHECK(owner_key("@platform", "person") != owner_key("platform", "team"));
}
