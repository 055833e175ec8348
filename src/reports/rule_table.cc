#include <algorithm>
#include <iomanip>
#include <locale>
#include <span>
#include <sstream>
#include <utility>

#include "base/text.h"
#include "reports/paper.h"
#include "reports/phrases.h"
#include "reports/rule_report.h"

namespace nhiscan {
namespace {

constexpr std::size_t kRuleIndent = 2;

/// Pairs of a label and what it says; those that say nothing are left out.
using RuleRows = std::vector<std::pair<std::string, std::string>>;

std::string origin_of(const ListedRule& listed) {
  return (listed.built_in ? "built in, " : "") + listed.rule->file + ":" +
         std::to_string(listed.rule->line);
}

std::string keyword_phrase(const Rule& rule) {
  if (rule.keywords.empty()) return {};
  return join(rule.keywords, ", ") + "; within " + std::to_string(rule.near) +
         " bytes before the secret";
}

std::string judgement_phrase(const Rule& rule) {
  return rule.value == ValueJudgement::judged
             ? "judged: placeholders, code and names are no secrets"
             : "exact: only placeholders are no secrets";
}

std::string entropy_phrase(const Rule& rule) {
  if (rule.min_entropy <= 0) return {};
  std::string number = std::to_string(rule.min_entropy);
  number.erase(number.find_last_not_of('0') + 1);
  if (number.ends_with('.')) number.pop_back();
  return "at least " + number + " bits per byte";
}

std::string anchor_phrase(const Rule& rule) {
  std::string text = rule.anchor == rule.pattern ? "the pattern" : rule.anchor;
  text += ", at most " + count_phrase(rule.anchor_width, "byte", "bytes") + " wide";
  if (rule.lead > 0)
    text += ", after up to " + count_phrase(rule.lead, "byte", "bytes") + " of the match";
  return text;
}

RuleRows rows_of(const ListedRule& listed) {
  const Rule& rule = *listed.rule;
  RuleRows rows = {
      {"name", rule.name},
      {"provider", rule.provider},
      {"kind", std::string(to_string(rule.kind))},
      {"class", std::string(to_string(class_of(rule.kind)))},
      {"severity", std::string(to_string(rule.severity))},
      {"confidence", std::string(to_string(rule.confidence))},
      {"from", origin_of(listed)},
      {"pattern", rule.pattern},
      {"anchor", anchor_phrase(rule)},
      {"keywords", keyword_phrase(rule)},
      {"value", judgement_phrase(rule)},
      {"entropy", entropy_phrase(rule)},
      {"checksum", rule.checksum},
      {"decode", rule.decode},
      {"proof", rule.proof_required ? "needed: dropped unless checksum or decode confirm it" : ""},
      {"storage", std::string(to_string(rule.storage))},
      {"lifetime", lifetime_phrase({rule.lifetime, {}, {}, {}}, 0)},
      {"scope", rule.scope},
      {"public", rule.is_public ? "yes, meant for clients" : ""},
      {"pairs with", join(rule.pairs, ", ")},
      {"priority", std::to_string(rule.priority)},
      {"revoke", rule.revoke},
      {"source", rule.source}};
  std::erase_if(rows, [](const auto& row) { return row.second.empty(); });
  return rows;
}

/// Digits after the point, however small the number.
std::string decimal(double number, int digits) {
  std::ostringstream text;
  text.imbue(std::locale::classic());
  text << std::fixed << std::setprecision(digits) << number;
  return text.str();
}

/// One row of the table of costs, without the rule.
std::vector<std::string> cost_cells(const RuleCosts& costs, const RuleCost& cost) {
  std::vector<std::string> cells = {std::to_string(cost.candidates),
                                    decimal(candidates_per_kb(costs, cost.candidates), 4),
                                    decimal(confirm_ratio(cost), 4), std::to_string(cost.matches)};
  if (costs.times == RuleCosts::Times::show)
    cells.insert(cells.begin(), std::to_string(ns_per_mb(costs, cost.confirming)));
  return cells;
}

std::vector<std::string> cost_heads(const RuleCosts& costs) {
  std::vector<std::string> heads = {"candidates", "per kB", "ratio", "matches"};
  if (costs.times == RuleCosts::Times::show) heads.insert(heads.begin(), "ns/MB");
  return heads;
}

void print_cost_totals(Paper& paper, const RuleCosts& costs) {
  std::string text = count_phrase(costs.files, "file", "files") + ", " + bytes_phrase(costs.bytes) +
                     " of text; " + decimal(candidates_per_kb(costs, costs.total.candidates), 4) +
                     " candidates per kB";
  if (costs.times == RuleCosts::Times::show)
    text += "; Hyperscan " + std::to_string(ns_per_mb(costs, costs.finding)) +
            " ns/MB, confirming " + std::to_string(ns_per_mb(costs, costs.total.confirming)) +
            " ns/MB";
  paper.print(paper.line().add_whole(text, Style::strong));
}

void print_costs(Paper& paper, const RuleCosts& costs) {
  std::vector<std::vector<std::string>> rows = {cost_heads(costs)};
  const auto shown = std::span(costs.rules).first(costs.shown);
  for (const RuleCosts::OfRule& one : shown)
    rows.push_back(cost_cells(costs, one.cost));
  std::vector<std::size_t> widths(rows.front().size());
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], row[i].size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Style style = i == 0 ? Style::quiet : Style::plain;
    Line line = paper.line();
    for (std::size_t column = 0; column < widths.size(); ++column) {
      const std::string& cell = rows[i][column];
      line.add_whole(std::string(widths[column] - cell.size(), ' ') + cell + "  ", style);
    }
    paper.print(i == 0 ? line.add_whole("rule", style)
                       : line.add_whole(shown[i - 1].id, Style::strong));
  }
}

}  // namespace

void write_rule_list_table(const Report& base, const std::vector<ListedRule>& rules,
                           std::ostream& out) {
  constexpr std::size_t kWidestId = 44;
  constexpr std::size_t kSeverity = 8;
  constexpr std::size_t kConfidence = 6;
  constexpr std::size_t kKind = 17;
  Paper paper(base, out);
  std::size_t id_width = 0;
  for (const ListedRule& listed : rules)
    id_width = std::max(id_width, display_width(escape_terminal(listed.rule->id)));
  id_width = std::min(id_width, kWidestId);
  std::size_t added = 0;
  for (const ListedRule& listed : rules) {
    const Rule& rule = *listed.rule;
    Line line = paper.line();
    line.add_column(to_string(rule.severity), kSeverity, style_of(rule.severity)).add("  ");
    line.add_column(to_string(rule.confidence), kConfidence, Style::quiet).add("  ");
    line.add_column(to_string(rule.kind), kKind).add("  ");
    line.add_column(rule.id, id_width, Style::strong).add("  ");
    line.add((listed.built_in ? "" : "+ ") + rule.name);
    paper.print(line);
    added += listed.built_in ? 0 : 1;
  }
  Line total = paper.line();
  total.add(count_phrase(rules.size(), "rule", "rules"), Style::quiet);
  if (added > 0) total.add(", " + std::to_string(added) + " of --rules (+)", Style::quiet);
  paper.print(total);
}

void write_rule_table(const Report& base, const ListedRule& rule, std::ostream& out) {
  Paper paper(base, out);
  Line title = paper.line();
  title.add_whole(rule.rule->id, Style::strong);
  paper.print(title);
  const RuleRows rows = rows_of(rule);
  std::size_t width = 0;
  for (const auto& row : rows)
    width = std::max(width, row.first.size());
  for (const auto& [label, value] : rows) {
    Line line = paper.line(kRuleIndent);
    line.add_column(label, width, Style::quiet).add("  ");
    const bool verbatim = label == "pattern" || label == "anchor" || label == "decode";
    if (verbatim)
      paper.print(line.add_whole(value));
    else
      paper.print_row(std::move(line), value);
  }
}

void write_rule_test_table(const Report& base, const RuleTest& test, std::ostream& out) {
  Paper paper(base, out);
  for (const RuleProblem& problem : test.problems) {
    Line line = paper.line();
    line.add_whole(problem.file + ":" + std::to_string(problem.line), Style::quiet).add_whole("  ");
    line.add_whole(problem.rule, Style::strong).add_whole("  ").add_whole(problem.what);
    paper.print(line);
  }
  Line total = paper.line();
  total.add_whole(count_phrase(test.rules, "rule", "rules") + ", " +
                  count_phrase(test.examples, "example", "examples") + ", " +
                  count_phrase(test.near_misses, "near miss", "near misses") + ": ");
  total.add_whole(test.problems.empty() ? "all as they should be"
                                        : count_phrase(test.problems.size(), "problem", "problems"),
                  test.problems.empty() ? Style::strong : Style::high);
  paper.print(total);
}

void write_rule_costs_table(const Report& base, const RuleCosts& costs, std::ostream& out) {
  Paper paper(base, out);
  print_cost_totals(paper, costs);
  if (costs.shown > 0) print_costs(paper, costs);
  const std::size_t hidden = costs.rules.size() - costs.shown;
  if (hidden == 0) return;
  paper.print(paper.line().add_whole("and " + count_phrase(hidden, "more rule", "more rules") +
                                         " with candidates; --top 0 shows all",
                                     Style::quiet));
}

}  // namespace nhiscan
