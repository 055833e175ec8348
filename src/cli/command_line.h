#pragma once

#include <CLI/CLI.hpp>
#include <span>
#include <string>
#include <vector>

#include "cli/command.h"

namespace nhiscan {

/// The commands with their options, and what was typed.
class CommandLine {
 public:
  CommandLine();

  [[nodiscard]] const CLI::App& app() const { return app_; }

  /// Reads the arguments, runs the command, returns the exit status.
  int run(std::span<const char* const> arguments);

 private:
  struct Parsed {
    const Command* command = nullptr;
    CLI::App* app = nullptr;
    ScanArguments arguments;
  };

  CLI::App app_;
  std::vector<Parsed> parsed_;
};

/// The names of an option, as they are typed: `-f`, `--format`.
std::vector<std::string> names_of(const CLI::Option& option);

}  // namespace nhiscan
