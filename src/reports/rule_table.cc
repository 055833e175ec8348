#include <algorithm>
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

}  // namespace nhiscan
