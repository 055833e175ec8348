#include "detection/rule_file.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "detection/rule_codec.h"
#include "detection/rule_lint.h"

using namespace nhiscan;

namespace {

const std::string kGood = R"(provider = "Acme"
[[rule]]
id = "acme-token"
kind = "api_key"
pattern = '''\bacme_[0-9a-f]{16}\b'''
)";

std::string error_of(const std::string& toml) {
  const auto rules = parse_rules(toml, "acme.toml");
  return rules ? "" : rules.error().message;
}

std::string lint_error(const std::string& more) {
  auto rules = parse_rules("[[rule]]\nid = 'acme-token'\nkind = 'api_key'\n" + more, "acme.toml");
  REQUIRE(rules);
  const Status good = prepare_rule(rules->front());
  return good ? "" : good.error().message;
}

}  // namespace

TEST_CASE("parse_rules: reads a rule and joins fragments") {
  const auto rules =
      parse_rules(kGood + "matches = [['acme', '_00'], ['x']]\nkeywords = ['ACME']\n", "acme.toml");
  REQUIRE(rules);
  REQUIRE(rules->size() == 1);
  const Rule& rule = rules->front();
  CHECK(rule.provider == "Acme");
  CHECK(rule.matches == std::vector<std::string>{"acme_00", "x"});
  CHECK(rule.keywords == std::vector<std::string>{"acme"});
  CHECK(rule.confidence == Confidence::medium);
  CHECK(rule.priority == 40);
  CHECK(rule.line == 2);
}

TEST_CASE("parse_rules: names file, line and key of what is wrong") {
  struct Row {
    std::string toml;
    std::string message;
  };
  const std::vector<Row> rows = {
      {"[[rule]]\nid = 'a'\n", "acme.toml:1: rule 'a': missing key 'kind'"},
      {kGood + "colour = 'red'\n", "acme.toml:6: rule 'acme-token': unknown key 'colour'"},
      {kGood + "near = 'far'\n",
       "acme.toml:6: rule 'acme-token': near must be a whole number from 0 to 65535"},
      {kGood + "severity = 'awful'\n",
       "acme.toml:6: rule 'acme-token': severity is not one of the words that rules/README.md "
       "lists"},
      {kGood + "matches = ['acme']\n",
       "acme.toml:6: rule 'acme-token': matches must be a list of lists of fragments"},
      {"rule_list = 1\n",
       "acme.toml:1: unknown key 'rule_list'; a rule file has 'provider' and [[rule]]"},
      {"rules = 1\n", "acme.toml:1: rules must be written as [[rules]]"},
      {"[[rules]]\nid = 'a'\nregex = 'a(?=b)'\n",
       "acme.toml:3: rule 'a': regex is no regular expression of Go: (?=: Go has no look-around, "
       "atomic groups or conditions, at byte 4"},
      {"[[rules]]\nid = 'a'\nregex = '(a)'\nsecretGroup = 2\n",
       "acme.toml:1: rule 'a': secretGroup is 2, but its regex has only 1 groups"},
      {"[extend]\nurl = 'https://rules.test/x'\n",
       "acme.toml:2: extend: url is refused: nhiscan opens no connection; save the file, and name "
       "it "
       "by path"},
      {"[rule]\nid = 'a'\n", "acme.toml:1: 'rule' must be written as [[rule]]"},
  };
  for (const Row& row : rows)
    CHECK(error_of(row.toml) == row.message);
  CHECK(error_of("[[rule]\n").starts_with("acme.toml:1: "));
  CHECK(error_of("provider = \"\xff\"\n").starts_with("acme.toml:1: "));
}

TEST_CASE("parse_rules: letters behind ASCII where a key stands") {
  for (const char* key : {"clé = 1", "º = 1", "k\uFEFE = 1", "k \u2028= 1"}) {
    const auto rules = parse_rules(kGood + key + "\n", "acme.toml");
    REQUIRE_FALSE(rules);
    CHECK(rules.error().message.starts_with("acme.toml:6: "));
  }
}

TEST_CASE("parse_rules: ten thousand rules, and the last of them wrong") {
  constexpr int kRules = 10'000;
  std::string many = "provider = \"Acme\"\n";
  for (int i = 0; i < kRules; ++i) {
    const std::string number = std::to_string(100'000 + i);
    many += "[[rule]]\nid = \"acme-" + number + "\"\nkind = \"api_key\"\npattern = '''\\bacme" +
            number + "_[0-9a-f]{16}\\b'''\n";
  }
  auto rules = parse_rules(many, "acme.toml");
  REQUIRE(rules);
  CHECK(rules->size() == kRules);
  CHECK(prepare_rule(rules->back()));
  CHECK(error_of(many + "[[rule]]\nid = 7\n").starts_with("acme.toml:4000"));
  CHECK(error_of(many + "colour = \"red\"\n").starts_with("acme.toml:4000"));
}

TEST_CASE("prepare_rule: derives a bounded anchor or names the rule that has none") {
  CHECK(lint_error("pattern = 'acme_[0-9a-f]{16}'").empty());
  CHECK(lint_error("pattern = 'acme_[0-9a-f]{16,200}'")
            .find("rule 'acme-token': no bounded anchor: the pattern is up to 205 bytes wide") !=
        std::string::npos);
  CHECK(lint_error("pattern = 'acme_[0-9a-f]+'").find("bound every repeat") != std::string::npos);
  CHECK(lint_error("pattern = 'acme_[0-9a-f]+'\nanchor = 'acme_'").empty());
  CHECK(lint_error("pattern = 'acme_[0-9a-f]+'\nanchor = 'a'").find("anchor matches 1 bytes") !=
        std::string::npos);
  CHECK(lint_error("pattern = 'acme_[0-9'").find("pattern: ") != std::string::npos);
  CHECK(lint_error("pattern = '[0-9a-f]{300}'\nkeywords = ['acme']").empty());
  CHECK(lint_error("pattern = '(?<!x)acme_[0-9a-f]{16}(?!x)'").empty());
}

TEST_CASE("decode_rules: is the inverse of encode_rules and refuses other bytes") {
  auto rules = parse_rules(kGood + "keywords = ['ab', 'cd']\nscope = 'read'\n", "acme.toml");
  REQUIRE(rules);
  const std::string bytes = encode_rules(*rules);
  const auto back = decode_rules(bytes);
  REQUIRE(back);
  REQUIRE(back->size() == 1);
  CHECK(encode_rules(std::span(back->front().get(), 1)) == bytes);
  for (std::size_t size = 0; size < bytes.size(); ++size)
    CHECK_FALSE(decode_rules(std::string_view(bytes).substr(0, size)));
  CHECK_FALSE(decode_rules(bytes + "x"));
}
