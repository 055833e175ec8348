#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace nhiscan {

struct CompletedOption {
  enum class Argument : std::uint8_t { none, any, word, file };

  std::vector<std::string> names;  ///< `-f`, `--format`
  std::string summary;
  Argument argument = Argument::none;
  std::vector<std::string> values;  ///< the words that it takes
  bool is_repeatable = false;
};

/// A command with all that may follow it.
struct CompletedCommand {
  std::string name;
  std::string summary;
  std::vector<CompletedOption> options;
  std::optional<CompletedOption> positional;
  std::vector<CompletedCommand> nested;
};

/// Scripts that a shell reads to complete the program's command lines.
void write_bash_completion(const CompletedCommand& program, std::ostream& out);
void write_zsh_completion(const CompletedCommand& program, std::ostream& out);
void write_fish_completion(const CompletedCommand& program, std::ostream& out);

}  // namespace nhiscan
