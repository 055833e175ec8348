#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <span>
#include <string_view>

#include "cli/options.h"
#include "nhiscan/result.h"

namespace nhiscan {

/// One row of the table of commands. Adding a command is its file and a row in command.cc.
struct Command {
  /// Whether it has the options of the scanning commands besides its own.
  enum class Options : std::uint8_t { scanning, own };

  std::string_view name;
  std::string_view summary;
  void (*add_options)(CLI::App& command, ScanArguments& arguments);
  Result<int> (*run)(const ScanSettings& settings);
  Options options = Options::scanning;
  /// Whether settings files are read for it.
  enum class Settings : std::uint8_t { read, none } settings = Settings::read;
};

std::span<const Command> commands();

/// The whole program: reads the command line, runs the command, returns the exit status.
int run_command_line(int argc, const char* const* argv);

void add_dir_options(CLI::App& command, ScanArguments& arguments);
Result<int> run_dir(const ScanSettings& settings);
void add_git_options(CLI::App& command, ScanArguments& arguments);
Result<int> run_git(const ScanSettings& settings);
void add_scan_command_options(CLI::App& command, ScanArguments& arguments);
Result<int> run_scan_command(const ScanSettings& settings);
void add_stdin_options(CLI::App& command, ScanArguments& arguments);
Result<int> run_stdin(const ScanSettings& settings);
void add_inventory_options(CLI::App& command, ScanArguments& arguments);
Result<int> run_inventory(const ScanSettings& settings);
void add_rules_options(CLI::App& command, ScanArguments& arguments);
Result<int> run_rules(const ScanSettings& settings);
void add_decode_options(CLI::App& command, ScanArguments& arguments);
Result<int> run_decode(const ScanSettings& settings);
void add_install_options(CLI::App& command, ScanArguments& arguments);
Result<int> run_install(const ScanSettings& settings);
void add_completion_options(CLI::App& command, ScanArguments& arguments);
Result<int> run_completion(const ScanSettings& settings);
void add_baseline_options(CLI::App& command, ScanArguments& arguments);
Result<int> run_baseline(const ScanSettings& settings);
void add_config_command_options(CLI::App& command, ScanArguments& arguments);
Result<int> run_config(const ScanSettings& settings);

}  // namespace nhiscan
