#include "detection/spotted.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "detection/gathered_text.h"
#include "detection/matcher.h"
#include "detection/rule_lint.h"

namespace nhiscan {
namespace {

Rule prepared(const std::string& id, const std::string& pattern) {
  Rule rule;
  rule.id = id;
  rule.pattern = pattern;
  rule.value = ValueJudgement::unjudged;
  REQUIRE(prepare_rule(rule));
  return rule;
}

TEST_CASE("mark_spotted: rules whose matches look drawn at random near their begin") {
  std::vector<Rule> rules{
      prepared("hex", "acme_[0-9a-f]{32}"), prepared("short", "acme_[0-9a-f]{8}"),
      prepared("words", "acme_[a-z]{32}"), prepared("either", "acme_(?:[0-9a-f]{32}|x)")};
  mark_spotted(rules);
  CHECK(rules[0].spotted);
  CHECK_FALSE(rules[1].spotted);
  CHECK_FALSE(rules[2].spotted);
  CHECK_FALSE(rules[3].spotted);
}

TEST_CASE("scan: a spotted rule's match counts if it shows a spot, wherever it stands") {
  std::vector<Rule> rules{prepared("acme", "acme_[A-Za-z0-9]{32}")};
  mark_spotted(rules);
  REQUIRE(rules.front().spotted);
  const auto set = RuleSet::compile(rules);
  REQUIRE(set);
  Matcher matcher(*set);
  const std::string token = std::string("acme") + "_k7xQ2mZrT9wLp4VnB8sYc3Hd5Fx2Gj6K";
  const std::string words = std::string("acme") + "_thisisasentencewithoutanyspaces";
  for (const std::size_t before : {0, 1, 63, 64, 500, 70'000})
    for (const std::size_t after : {0, 1, 63, 500}) {
      const std::string text = std::string(before, ' ') + token + std::string(after, '.');
      const Detected found = matcher.scan(text, "a.txt");
      REQUIRE(found.matches.size() == 1);
      CHECK(found.matches.front().span == Span{before, before + token.size()});
    }
  CHECK(matcher.scan(words + "x " + token, "a.txt").matches.size() == 1);
  CHECK(matcher.scan(words + "xy", "a.txt").matches.empty());
}

TEST_CASE("GatheredText: what lies in one window is put back to its place") {
  const std::string text = "0123456789abcdefghij";
  GatheredText gathered;
  gathered.add(text, {0, 5});
  gathered.add(text, {10, 14});
  gathered.add(text, {17, 20});
  CHECK(gathered.bytes() == "01234abcdhij");
  const auto places = [&](CandidateBytes bytes) {
    std::vector<std::uint64_t> ends;
    const std::vector<Candidate> found{{0, 1}, {0, 5}, {0, 6}, {0, 8}, {0, 9}, {0, 12}};
    gathered.put_back(
        found, [&](const Candidate&) { return bytes; },
        [&](const Candidate& candidate) { ends.push_back(candidate.end); });
    return ends;
  };
  CHECK(places({0, 0}) == std::vector<std::uint64_t>{1, 5, 11, 13, 14, 20});
  CHECK(places({2, 1}) == std::vector<std::uint64_t>{1, 13, 20});
}

}  // namespace
}  // namespace nhiscan
