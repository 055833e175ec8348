#include "cli/command.h"

#include <algorithm>
#include <array>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "cli/run_scan.h"
#include "nhiscan/version.h"

namespace nhiscan {
namespace {

struct Parsed {
  const Command* command = nullptr;
  CLI::App* app = nullptr;
  ScanArguments arguments;
};

int usage_error(const std::string& message) {
  std::cerr << "nhiscan: " << message << '\n';
  return static_cast<int>(ExitCode::usage);
}

std::string command_list(const CLI::App& app) {
  std::string list;
  for (const CLI::App* command : app.get_subcommands({}))
    list += (list.empty() ? "" : ", ") + command->get_name();
  return list;
}

/// What CLI11 says, unless a word was meant to be a command.
std::string explained(const CLI::App& app, const CLI::ParseError& failure,
                      std::span<const char* const> arguments) {
  const std::string_view first = arguments.size() > 1 ? arguments[1] : "";
  const auto command = std::ranges::find(commands(), first, &Command::name);
  if (command == commands().end())
    return first.empty() || first.starts_with('-')
               ? failure.what()
               : "there is no command '" + std::string(first) + "'; there are " + command_list(app);
  const CLI::App& own = *app.get_subcommand(std::string(first));
  if (own.get_subcommands({}).empty() || !own.get_subcommands().empty()) return failure.what();
  return std::string(first) + " needs one of its commands: " + command_list(own);
}

}  // namespace

std::span<const Command> commands() {
  static constexpr auto kCommands = std::to_array<Command>({
      {"scan", "Find credentials in files and in the history of their repositories",
       add_scan_command_options, run_scan_command},
      {"dir", "Find credentials in files and directories", add_dir_options, run_dir},
      {"git", "Find credentials in the history of repositories", add_git_options, run_git},
      {"stdin", "Find credentials in standard input", add_stdin_options, run_stdin},
      {"inventory",
       "List every non-human identity with owner, lifetime, scope and a way to retire it",
       add_inventory_options, run_inventory},
      {"decode", "Say what credentials on standard input say of themselves", add_decode_options,
       run_decode, Command::Options::own},
      {"rules", "List, show, test and measure rules", add_rules_options, run_rules,
       Command::Options::own},
  });
  return kCommands;
}

int run_command_line(int argc, const char* const* argv) {
  CLI::App app(
      "Finds the non-human identities of a code base: leaked credentials and declared service "
      "accounts, with their owners.",
      "nhiscan");
  app.set_version_flag("-V,--version", std::string("nhiscan ") + kVersion);
  app.require_subcommand(1);
  app.footer(
      "Exit status: 0 clean, 1 findings (inventory: a policy failed; decode: something "
      "unrecognised; rules test: a rule failed), 2 wrong usage, 3 something "
      "could not be read.\n"
      "See nhiscan COMMAND --help.");
  std::vector<Parsed> parsed(commands().size());
  for (std::size_t i = 0; i < parsed.size(); ++i) {
    const Command& command = commands()[i];
    parsed[i].command = &command;
    parsed[i].app = app.add_subcommand(std::string(command.name), std::string(command.summary));
    command.add_options(*parsed[i].app, parsed[i].arguments);
    if (command.options == Command::Options::scanning)
      add_scan_options(*parsed[i].app, parsed[i].arguments);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& failure) {
    if (failure.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success))
      return app.exit(failure);
    return usage_error(explained(app, failure, {argv, static_cast<std::size_t>(argc)}) +
                       "\nRun nhiscan --help for what there is.");
  }
  for (Parsed& one : parsed) {
    if (!one.app->parsed()) continue;
    const auto settings = check(std::move(one.arguments));
    if (!settings) return usage_error(settings.error().message);
    const auto status = one.command->run(*settings);
    return status ? *status : usage_error(status.error().message);
  }
  return usage_error("no command");
}

}  // namespace nhiscan
