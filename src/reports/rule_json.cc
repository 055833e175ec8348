#include <cmath>
#include <span>

#include "reports/report_json.h"
#include "reports/rule_report.h"

namespace nhiscan {
namespace {

Json summary_json(const ListedRule& listed) {
  const Rule& rule = *listed.rule;
  return {{"id", rule.id},
          {"name", rule.name},
          {"provider", text_or_null(rule.provider)},
          {"class", to_string(class_of(rule.kind))},
          {"kind", to_string(rule.kind)},
          {"severity", to_string(rule.severity)},
          {"confidence", to_string(rule.confidence)},
          {"built_in", listed.built_in},
          {"file", rule.file},
          {"line", rule.line}};
}

Json rule_json(const ListedRule& listed) {
  const Rule& rule = *listed.rule;
  Json json = summary_json(listed);
  json.update({{"pattern", rule.pattern},
               {"anchor", rule.anchor},
               {"anchor_width", rule.anchor_width},
               {"lead", rule.lead},
               {"keywords", rule.keywords},
               {"near", rule.keywords.empty() ? Json(nullptr) : Json(rule.near)},
               {"min_entropy", rule.min_entropy},
               {"value", rule.value == ValueJudgement::judged ? "judged" : "exact"},
               {"checksum", text_or_null(rule.checksum)},
               {"proof_required", rule.proof_required},
               {"decode", text_or_null(rule.decode)},
               {"storage", to_string(rule.storage)},
               {"lifetime", to_string(rule.lifetime)},
               {"scope", text_or_null(rule.scope)},
               {"pairs", rule.pairs},
               {"public", rule.is_public},
               {"priority", rule.priority},
               {"revoke", text_or_null(rule.revoke)},
               {"source", text_or_null(rule.source)}});
  return json;
}

void write(const Report& base, const Json& parts, std::ostream& out) {
  Json whole = {{"schema", "nhiscan-rules/1"}, {"tool", ReportJson(base).tool()}};
  whole.update(parts);
  out << json_line(whole) << '\n';
}

/// Six digits after the point.
double rounded(double number) { return std::round(number * 1e6) / 1e6; }

Json time_json(const RuleCosts& costs, std::chrono::nanoseconds spent) {
  if (costs.times == RuleCosts::Times::hide) return nullptr;
  return ns_per_mb(costs, spent);
}

Json cost_json(const RuleCosts& costs, const RuleCost& cost) {
  return {{"confirming_ns_per_mb", time_json(costs, cost.confirming)},
          {"candidates", cost.candidates},
          {"candidates_per_kb", rounded(candidates_per_kb(costs, cost.candidates))},
          {"confirmed", cost.confirmed},
          {"confirm_ratio", rounded(confirm_ratio(cost))},
          {"matches", cost.matches}};
}

}  // namespace

void write_rule_list_json(const Report& base, const std::vector<ListedRule>& rules,
                          std::ostream& out) {
  Json list = Json::array();
  for (const ListedRule& rule : rules)
    list.push_back(summary_json(rule));
  write(base, {{"rules", std::move(list)}}, out);
}

void write_rule_json(const Report& base, const ListedRule& rule, std::ostream& out) {
  write(base, {{"rule", rule_json(rule)}}, out);
}

void write_rule_test_json(const Report& base, const RuleTest& test, std::ostream& out) {
  Json problems = Json::array();
  for (const RuleProblem& problem : test.problems)
    problems.push_back({{"file", problem.file},
                        {"line", problem.line},
                        {"rule", problem.rule},
                        {"problem", problem.what}});
  write(base,
        {{"tested", test.rules},
         {"examples", test.examples},
         {"near_misses", test.near_misses},
         {"problems", std::move(problems)}},
        out);
}

void write_rule_costs_json(const Report& base, const RuleCosts& costs, std::ostream& out) {
  Json total = {{"files", costs.files},
                {"bytes", costs.bytes},
                {"finding_ns_per_mb", time_json(costs, costs.finding)}};
  total.update(cost_json(costs, costs.total));
  total.update({{"rules", costs.rules.size()}});
  Json list = Json::array();
  for (const RuleCosts::OfRule& one : std::span(costs.rules).first(costs.shown)) {
    Json json = {{"id", one.id}};
    json.update(cost_json(costs, one.cost));
    list.push_back(std::move(json));
  }
  Json skipped = Json::array();
  const ReportJson parts(base);
  for (const Skipped& one : base.coverage.skipped)
    skipped.push_back(parts.skipped(one));
  write(base,
        {{"total", std::move(total)}, {"costs", std::move(list)}, {"skipped", std::move(skipped)}},
        out);
}

}  // namespace nhiscan
