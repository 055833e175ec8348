// `nhiscan rules`: a table of commands of its own.
#include "cli/rules.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "cli/command.h"

namespace nhiscan {
namespace {

constexpr auto kRulesCommands = std::to_array<Command>({
    {"list", "List the rules", add_rules_list_options, run_rules_list},
    {"show", "Show everything about one rule", add_rules_show_options, run_rules_show},
    {"test", "Try rules on their own examples and near misses", add_rules_test_options,
     run_rules_test},
    {"bench", "Measure what each rule costs on a tree", add_rules_bench_options, run_rules_bench},
});

}  // namespace

void add_rules_options(CLI::App& command, ScanArguments& arguments) {
  command.require_subcommand(1);
  for (const Command& row : kRulesCommands) {
    CLI::App* nested = command.add_subcommand(std::string(row.name), std::string(row.summary));
    row.add_options(*nested, arguments);
    nested->callback([&arguments, name = row.name] { arguments.rules_command = name; });
  }
}

Result<int> run_rules(const ScanSettings& settings) {
  const std::string& name = settings.arguments.rules_command;
  if (const Status known = check_plain_formats(settings, "rules " + name); !known)
    return known.error();
  return std::ranges::find(kRulesCommands, name, &Command::name)->run(settings);
}

}  // namespace nhiscan
