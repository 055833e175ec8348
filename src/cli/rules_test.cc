#include "cli/rules.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "cli/output.h"
#include "cli/run_scan.h"
#include "credentials/rule_names.h"
#include "detection/rule_file.h"
#include "reports/rule_report.h"

namespace nhiscan {
namespace {

/// The rules of the files, or of the product where none is named.
Result<std::vector<Rule>> tested_rules(const std::vector<std::string>& files) {
  if (files.empty()) return embedded_rules_with_examples();
  std::vector<Rule> rules;
  for (const std::string& file : files) {
    auto part = load_rules(file);
    if (!part) return part.error();
    std::ranges::move(*part, std::back_inserter(rules));
  }
  return rules;
}

RuleTest test_rules(const std::vector<Rule>& rules, const RuleSet& built_in) {
  std::set<std::string_view> ids;
  for (const auto& rule : built_in.rules())
    ids.insert(rule->id);
  for (const Rule& rule : rules)
    ids.insert(rule.id);
  RuleTest test;
  test.rules = rules.size();
  for (const Rule& rule : rules) {
    test.examples += rule.matches.size();
    test.near_misses += rule.no_match.size();
    const auto is_rule = [&](std::string_view id) { return ids.contains(id); };
    for (const auto& problems : {unknown_names(rule, is_rule), failed_examples(rule)})
      test.problems.insert(test.problems.end(), problems.begin(), problems.end());
  }
  return test;
}

}  // namespace

void add_rules_test_options(CLI::App& command, ScanArguments& arguments) {
  command
      .add_option("path", arguments.tested_files,
                  "Rule files and directories of them (default: the built-in rules)")
      ->type_name("PATH");
  add_plain_options(command, arguments);
}

Result<int> run_rules_test(const ScanSettings& settings) {
  const auto built_in = load_rule_set(settings.arguments);
  if (!built_in) return built_in.error();
  std::vector<std::string> files = settings.arguments.tested_files;
  const auto& added = settings.arguments.rule_files;
  files.insert(files.end(), added.begin(), added.end());
  const auto rules = tested_rules(files);
  if (!rules) return rules.error();
  const RuleTest test = test_rules(*rules, *built_in);
  const Report base = make_report("rules", settings, *built_in);
  const Status written = write_targets(settings.targets, [&](bool as_table, std::ostream& out) {
    as_table ? write_rule_test_table(base, test, out) : write_rule_test_json(base, test, out);
  });
  return exit_after(written, test.problems.empty() ? ExitCode::clean : ExitCode::findings);
}

}  // namespace nhiscan
