#include "detection/matcher.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "detection/rule_set.h"

using namespace nhiscan;

namespace {

Rule acme_rule() {
  Rule rule;
  rule.id = "acme-token";
  rule.name = "Acme token";
  rule.provider = "Acme";
  rule.pattern = R"(\bacme_(?<secret>[0-9a-f]{16})\b)";
  return rule;
}

Rule contextual_rule() {
  Rule rule;
  rule.id = "acme-secret";
  rule.pattern = "(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])";
  rule.keywords = {"acme"};
  rule.near = 20;
  rule.priority = 40;
  return rule;
}

RuleSet set_of(std::vector<Rule> rules) {
  auto set = RuleSet::compile(std::move(rules));
  REQUIRE_MESSAGE(set, (set ? "" : set.error().message));
  return *std::move(set);
}

const std::string kHex = "3f9a1c7be05d2468";
const std::string kHex32 = "3f9a1c7be05d24689b1c7ae05d246830";

}  // namespace

TEST_CASE("Matcher::scan: gives the span of the secret group") {
  const RuleSet set = set_of({acme_rule()});
  const Detected found = Matcher(set).scan("x acme_" + kHex + "\n", "a.txt");
  REQUIRE(found.matches.size() == 1);
  CHECK(found.matches[0].secret == Span{7, 23});
  CHECK(found.matches[0].span == Span{2, 23});
}

TEST_CASE(
    "Matcher::scan: a keyword rule needs its keyword before the value, within reach, in any case") {
  const RuleSet set = set_of({contextual_rule()});
  Matcher matcher(set);
  struct Row {
    std::string text;
    std::size_t matches;
  };
  const std::vector<Row> rows = {
      {"acme: " + kHex32, 1},       {"ACME_KEY = '" + kHex32 + "'", 1},
      {kHex32 + " acme", 0},        {"acme" + std::string(40, ' ') + kHex32, 0},
      {"acme: " + kHex32 + "0", 0}, {"other: " + kHex32, 0},
  };
  for (const Row& row : rows)
    CHECK_MESSAGE(matcher.scan(row.text, "a.txt").matches.size() == row.matches, row.text);
}

TEST_CASE("Matcher::scan: comments allow a secret and are counted") {
  const RuleSet set = set_of({acme_rule()});
  Matcher matcher(set);
  const std::string secret = "t = acme_" + kHex;
  for (const char* token :
       {"nhiscan:allow", "gitleaks:allow", "betterleaks:allow", "kingfisher:ignore",
        "trufflehog:ignore", "ggignore", "pragma: allowlist secret"}) {
    const Detected found = matcher.scan(secret + "  # " + token + "\n", "a.py");
    CHECK_MESSAGE(found.matches.empty(), token);
    CHECK(found.allowed_inline == 1);
  }
  CHECK(matcher.scan("# pragma: allowlist nextline secret\n" + secret, "a.py").allowed_inline == 1);
  CHECK(matcher.scan("# pragma: allowlist nextline secret\n\n" + secret, "a.py").matches.size() ==
        1);
  CHECK(matcher.scan("# gitleaks:allow\n" + secret, "a.py").matches.size() == 1);
}

TEST_CASE("Matcher::scan: one secret at one place is one finding, by the more specific rule") {
  Rule generic = acme_rule();
  generic.id = "generic-assignment";
  generic.priority = 10;
  generic.pattern = R"((?<key>token) = (?<secret>\S{8,60}))";
  generic.anchor = "token = ";
  const RuleSet set = set_of({generic, acme_rule()});
  const Detected found = Matcher(set).scan("token = acme_" + kHex, "a.conf");
  REQUIRE(found.matches.size() == 1);
  CHECK(found.matches[0].rule->id == "acme-token");
}

TEST_CASE("Matcher::scan: named groups become facts, key and quote do not") {
  Rule rule = acme_rule();
  rule.pattern =
      R"((?<key>\w{1,20})=(?<quote>"?)acme_(?<secret>[0-9a-f]{16})@(?<host>[a-z.]{1,40}))";
  rule.anchor = R"(acme_[0-9a-f]{16}@)";
  rule.lead = 22;
  const RuleSet set = set_of({rule});
  const Detected found = Matcher(set).scan("ACME=\"acme_" + kHex + "@db.acme.test", "a.conf");
  REQUIRE(found.matches.size() == 1);
  CHECK(found.matches[0].key == "ACME");
  REQUIRE(found.matches[0].captures.size() == 1);
  CHECK(std::get<std::string>(found.matches[0].captures.at("host")) == "db.acme.test");
}

TEST_CASE("Matcher::scan: a flood is cut off and counted") {
  const RuleSet set = set_of({acme_rule()});
  std::string text;
  for (int i = 0; i < 12'000; ++i)
    text += "acme_" + kHex + "\n";
  const Detected found = Matcher(set).scan(text, "a.txt");
  CHECK(found.matches.size() == 10'000);
  REQUIRE(found.floods.size() == 1);
  CHECK(found.floods[0].count == 2'000);
}

TEST_CASE("Matcher::scan: more candidates than fit into one batch are all confirmed") {
  Rule rule = acme_rule();
  rule.pattern = "acme_[0-9a-f]{16}(?:[0-9a-f]{0,40})";
  rule.anchor = "acme_[0-9a-f]{0,40}";
  const RuleSet set = set_of({rule});
  std::string text;
  for (int i = 0; i < 9'000; ++i)
    text += "acme_" + kHex32 + "01\n";  // 35 candidates each
  CHECK(Matcher(set).scan(text, "a.txt").matches.size() == 9'000);
}

TEST_CASE("Matcher::scan: samples, placeholders and low entropy are left out") {
  Rule rule = acme_rule();
  rule.ignore = {kHex};
  rule.min_entropy = 2;
  const RuleSet set = set_of({rule});
  Matcher matcher(set);
  CHECK(matcher.scan("acme_" + kHex, "a").placeholders == 1);
  CHECK(matcher.scan("acme_0000000000000000", "a").matches.empty());
  CHECK(matcher.scan("acme_ababababababcdcd", "a").matches.empty());
  CHECK(matcher.scan("acme_3f9a1c7be05d2469", "a").matches.size() == 1);
}

TEST_CASE("Matcher::scan: empty text, NULs and invalid UTF-8 are fine") {
  const RuleSet set = set_of({acme_rule()});
  Matcher matcher(set);
  CHECK(matcher.scan("", "a").matches.empty());
  CHECK(matcher.scan(std::string("\0\xff\xfe acme_", 9) + kHex + std::string("\0", 1), "a")
            .matches.size() == 1);
}

TEST_CASE("Matcher::scan: a rule that is left out finds nothing") {
  RuleSet set = set_of({acme_rule()});
  set.restrict_to([](const Rule& rule) { return rule.id != "acme-token"; });
  CHECK(Matcher(set).scan("acme_" + kHex, "a").matches.empty());
  CHECK(set.enabled_count() == 0);
}

TEST_CASE(
    "Matcher::scan: a pattern that runs into the match limit is reported, not dropped in silence") {
  Rule rule = acme_rule();
  rule.pattern = "acme_(?:a+)+b";
  rule.anchor = "acme_a";
  const RuleSet set = set_of({rule});
  const Detected found = Matcher(set).scan("acme_" + std::string(400, 'a') + "c b", "a");
  CHECK(found.matches.empty());
  CHECK(found.gave_up.size() == 1);
}
