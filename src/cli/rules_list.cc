#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"
#include "cli/output.h"
#include "cli/rules.h"
#include "cli/run_scan.h"
#include "reports/rule_report.h"

namespace nhiscan {
namespace {

bool contains(std::string_view text, std::string_view lower_word) {
  return lower_ascii(text).find(lower_word) != std::string::npos;
}

/// Whether a person who looks for that text means this rule.
bool speaks_of(const Rule& rule, std::string_view lower_word) {
  const auto hits = [&](std::string_view text) { return contains(text, lower_word); };
  return hits(rule.id) || hits(rule.name) || hits(rule.provider) || hits(rule.scope) ||
         std::ranges::any_of(rule.keywords, hits);
}

bool is_wanted(const Rule& rule, const ScanSettings& settings) {
  const ScanArguments& wanted = settings.arguments;
  return (wanted.provider.empty() || lower_ascii(rule.provider) == lower_ascii(wanted.provider)) &&
         (wanted.kind.empty() || to_string(rule.kind) == wanted.kind ||
          to_string(class_of(rule.kind)) == wanted.kind) &&
         rule.severity >= settings.min_severity && rule.confidence >= settings.min_confidence &&
         (wanted.text.empty() || speaks_of(rule, lower_ascii(wanted.text)));
}

std::vector<ListedRule> listed_rules(const RuleSet& rules) {
  std::vector<ListedRule> listed;
  for (std::size_t i = 0; i < rules.rules().size(); ++i)
    if (rules.enabled(i)) listed.push_back({rules.rules()[i], rules.is_built_in(i)});
  std::ranges::sort(listed, {}, [](const ListedRule& one) { return one.rule->id; });
  return listed;
}

bool is_word_of_kinds(const std::string& word) {
  return parse_kind(word).has_value() || word == "oauth_token" || word == "api_key" ||
         word == "service_account" || word == "certificate";
}

}  // namespace

void add_rules_list_options(CLI::App& command, ScanArguments& arguments) {
  command
      .add_option("text", arguments.text,
                  "Only rules whose id, name, provider, scope or keywords hold TEXT")
      ->type_name("TEXT");
  command.add_option("--provider", arguments.provider, "Only rules of this provider")
      ->type_name("NAME");
  command.add_option("--kind", arguments.kind, "Only rules of this kind or class")
      ->type_name("KIND");
  command.add_option("--min-severity", arguments.min_severity, "Only rules of at least SEVERITY")
      ->type_name("SEVERITY")
      ->check(CLI::IsMember({"low", "medium", "high", "critical"}));
  command
      .add_option("--min-confidence", arguments.min_confidence, "Only rules of at least CONFIDENCE")
      ->type_name("CONFIDENCE")
      ->check(CLI::IsMember({"low", "medium", "high"}));
  add_plain_options(command, arguments);
}

Result<int> run_rules_list(const ScanSettings& settings) {
  const std::string& kind = settings.arguments.kind;
  if (!kind.empty() && !is_word_of_kinds(kind))
    return Error{"--kind: there is no kind or class '" + kind + "'; man nhiscan-rules lists them"};
  const auto rules = load_rule_set(settings.arguments);
  if (!rules) return rules.error();
  std::vector<ListedRule> listed = listed_rules(*rules);
  std::erase_if(listed, [&](const ListedRule& one) { return !is_wanted(*one.rule, settings); });
  const Report base = make_report("rules", settings, *rules);
  const Status written = write_targets(settings.targets, [&](bool as_table, std::ostream& out) {
    as_table ? write_rule_list_table(base, listed, out) : write_rule_list_json(base, listed, out);
  });
  return exit_after(written, ExitCode::clean);
}

void add_rules_show_options(CLI::App& command, ScanArguments& arguments) {
  command.add_option("id", arguments.rule_id, "The rule's id")->type_name("ID")->required();
  add_plain_options(command, arguments);
}

Result<int> run_rules_show(const ScanSettings& settings) {
  const auto rules = load_rule_set(settings.arguments);
  if (!rules) return rules.error();
  const std::string& id = settings.arguments.rule_id;
  const std::vector<ListedRule> listed = listed_rules(*rules);
  const auto found =
      std::ranges::find_if(listed, [&](const ListedRule& one) { return one.rule->id == id; });
  if (found == listed.end())
    return Error{"there is no rule '" + id + "'; nhiscan rules list TEXT looks for one"};
  const Report base = make_report("rules", settings, *rules);
  const Status written = write_targets(settings.targets, [&](bool as_table, std::ostream& out) {
    as_table ? write_rule_table(base, *found, out) : write_rule_json(base, *found, out);
  });
  return exit_after(written, ExitCode::clean);
}

}  // namespace nhiscan
