#include "sources/stdin.h"

#include <unistd.h>

#include "cli/command.h"
#include "cli/run_scan.h"

namespace nhiscan {

void add_stdin_options(CLI::App& command, ScanArguments& arguments) {
  command
      .add_option("--name", arguments.stdin_name,
                  "Path that the report gives to the input (default: stdin)")
      ->type_name("FILE");
}

Result<int> run_stdin(const ScanSettings& settings) {
  ScanSettings with_name = settings;
  with_name.arguments.paths = {settings.arguments.stdin_name};
  with_name.arguments.is_stdin = true;
  const auto source = open_stream(STDIN_FILENO, settings.arguments.stdin_name);
  return run_scan({"stdin", ScanCommand::Output::findings}, with_name, {source.get(), {}});
}

}  // namespace nhiscan
