// Completions, made of the same tables as --help, so that they can't go stale.
#include <algorithm>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command_line.h"
#include "cli/completion_script.h"
#include "cli/output.h"
#include "cli/run_scan.h"
#include "reports/report_format.h"

namespace nhiscan {
namespace {

/// The words of `{a,b,c}`, which CLI11 adds to the type of an option with a set of values.
std::vector<std::string> listed_values(const std::string& type) {
  const std::size_t begin = type.find('{');
  const std::size_t end = type.find('}');
  std::vector<std::string> values;
  if (begin == std::string::npos || end == std::string::npos) return values;
  std::string_view rest = std::string_view(type).substr(begin + 1, end - begin - 1);
  while (!rest.empty()) {
    values.emplace_back(rest.substr(0, rest.find(',')));
    rest.remove_prefix(std::min(rest.size(), values.back().size() + 1));
  }
  return values;
}

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const ReportFormat& format : report_formats())
    names.emplace_back(format.name);
  return names;
}

CompletedOption completed(const CLI::Option& option) {
  CompletedOption done;
  done.names = names_of(option);
  done.summary = option.get_description();
  const std::string type = option.get_type_name();
  const std::string_view kind = std::string_view(type).substr(0, type.find(':'));
  if (option.get_expected_max() == 0) return done;
  done.values = kind == "NAME[=FILE]" ? format_names() : listed_values(type);
  const bool is_file = kind == "FILE" || kind == "PATH";
  done.argument = is_file               ? CompletedOption::Argument::file
                  : done.values.empty() ? CompletedOption::Argument::any
                                        : CompletedOption::Argument::word;
  done.is_repeatable = option.get_expected_max() > 1;
  return done;
}

CompletedCommand completed(const CLI::App& app) {
  CompletedCommand done;
  done.name = app.get_name();
  done.summary = app.get_description();
  for (const CLI::Option* option : app.get_options()) {
    CompletedOption one = completed(*option);
    if (one.names.empty())
      done.positional = one;
    else
      done.options.push_back(std::move(one));
  }
  for (const CLI::App* nested : app.get_subcommands({}))
    done.nested.push_back(completed(*nested));
  return done;
}

}  // namespace

void add_completion_options(CLI::App& command, ScanArguments& arguments) {
  command.add_option("shell", arguments.shell, "The shell")
      ->type_name("SHELL")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
}

Result<int> run_completion(const ScanSettings& settings) {
  const CommandLine line;
  const std::string& shell = settings.arguments.shell;
  auto* const write = shell == "bash"  ? write_bash_completion
                      : shell == "zsh" ? write_zsh_completion
                                       : write_fish_completion;
  const CompletedCommand program = completed(line.app());
  return exit_after(write_output("", [&](std::ostream& out) { write(program, out); }),
                    ExitCode::clean);
}

}  // namespace nhiscan
