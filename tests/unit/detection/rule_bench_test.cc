#include "detection/rule_bench.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>

using namespace nhiscan;

namespace {

Rule bench_rule(std::string id, std::string pattern, std::string keyword = {}) {
  Rule rule;
  rule.id = std::move(id);
  rule.pattern = std::move(pattern);
  rule.min_entropy = 1;
  if (!keyword.empty()) rule.keywords = {std::move(keyword)};
  return rule;
}

RuleSet bench_rules() {
  auto rules = RuleSet::compile({bench_rule("plain", R"(acme_(?<secret>[0-9a-f]{8})\b)"),
                                 bench_rule("keyed", R"(\b(?<secret>k[0-9]{7})\b)", "widget"),
                                 bench_rule("silent", R"(nowhere_(?<secret>[0-9]{8})\b)")});
  REQUIRE(rules);
  return *std::move(rules);
}

}  // namespace

TEST_CASE("RuleBench: counts each rule's candidates and matches over all texts") {
  const RuleSet rules = bench_rules();
  RuleBench bench(rules);
  const std::string text = "acme_3f9a10c7 acme_81b2d4e6 acme_11111111\nwidget: k8205317 k4471926\n";
  bench.measure(text, "a.txt");
  bench.measure("nothing", "b.txt");
  bench.measure(text, "c.txt");
  const auto costs = bench.costs();
  REQUIRE(costs.size() == 3);
  CHECK(bench.bytes() == 2 * text.size() + 7);
  CHECK(costs[0].candidates == 6);
  CHECK(costs[0].confirmed == 4);
  CHECK(costs[0].matches == 4);
  CHECK(costs[1].candidates == 2);  // its keyword, which both values are near
  CHECK(costs[1].confirmed == 2);
  CHECK(costs[1].matches == 4);
  CHECK(costs[2].candidates == 0);
  CHECK(costs[2].matches == 0);
  CHECK(costs[1].confirming.count() > 0);
  CHECK(costs[2].confirming.count() == 0);
  CHECK(bench.finding().count() > 0);
}

TEST_CASE("RuleBench: confirms what a scan finds, beyond what a scan keeps too") {
  const RuleSet rules = bench_rules();
  std::string text;
  for (std::size_t i = 0; i < Confirmer::kMostMatches + 5; ++i)
    text += "acme_" + std::to_string(10'000'000 + i * 7919) + "\n";
  RuleBench bench(rules);
  bench.measure(text, "a.txt");
  const Detected found = Matcher(rules).scan(text, "a.txt");
  REQUIRE(found.floods.size() == 1);
  CHECK(bench.costs()[0].matches == found.matches.size() + found.floods.front().count);
}

TEST_CASE("RuleBench: rules that are left out cost nothing") {
  RuleSet rules = bench_rules();
  rules.restrict_to([](const Rule& rule) { return rule.id == "keyed"; });
  RuleBench bench(rules);
  bench.measure("acme_3f9a10c7 widget k8205317", "a.txt");
  CHECK(bench.costs()[0].candidates == 0);
  CHECK(bench.costs()[1].matches == 1);
}

TEST_CASE("RuleBench: however close candidates stand, each place of a text is tried once") {
  Rule keyed = bench_rule("keyed", R"((?<![a-z])[a-z]{0,60}pass[a-z]{0,16}=(?<secret>[0-9]{8})\b)");
  keyed.anchor = "pass[a-z]{0,16}=";
  keyed.lead = 60;
  Rule whole = bench_rule("whole", R"(begin[a-z]{2,90}?(?<secret>[0-9]{8})\b)");
  whole.anchor = "begin";
  whole.whole_document = true;
  auto rules = RuleSet::compile({keyed, whole});
  REQUIRE(rules);
  std::string text;
  while (text.size() < 100'000)
    text += "pass=begin";
  RuleBench bench(*rules);
  bench.measure(text, "a.txt");
  for (const RuleCost& cost : bench.costs()) {
    CHECK(cost.candidates > 1000);
    CHECK(cost.tried > 1000);
    CHECK(cost.tried <= text.size() + 1);
  }
}
