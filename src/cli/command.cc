#include "cli/command.h"

#include <array>

namespace nhiscan {

std::span<const Command> commands() {
  static constexpr auto kCommands = std::to_array<Command>({
      {"scan", "Find credentials in files and in their repositories' history",
       add_scan_command_options, run_scan_command},
      {"dir", "Find credentials in files and directories", add_dir_options, run_dir},
      {"git", "Find credentials in the history, or in what is staged or pushed", add_git_options,
       run_git},
      {"stdin", "Find credentials in standard input", add_stdin_options, run_stdin},
      {"inventory", "List every non-human identity: owner, lifetime, scope, way out",
       add_inventory_options, run_inventory},
      {"decode", "Say what credentials on standard input say of themselves", add_decode_options,
       run_decode, Command::Options::own, Command::Settings::none},
      {"rules", "List, show, test and measure rules", add_rules_options, run_rules, Command::Options::own,
       Command::Settings::none},
      {"baseline", "Record what is found as known, and forget what is gone", add_baseline_options,
       run_baseline, Command::Options::own},
      {"config", "Show the settings and where each comes from", add_config_command_options,
       run_config, Command::Options::own},
      {"install", "Install a git hook that stops commits or pushes with secrets",
       add_install_options, run_install, Command::Options::own, Command::Settings::none},
      {"completion", "Write the completions of a shell: bash, zsh or fish", add_completion_options,
       run_completion, Command::Options::own, Command::Settings::none},
  });
  return kCommands;
}

}  // namespace nhiscan
