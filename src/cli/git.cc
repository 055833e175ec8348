#include "cli/command.h"
#include "cli/history.h"
#include "cli/run_scan.h"

namespace nhiscan {
namespace {

Result<int> run_history(const ScanSettings& settings) {
  auto histories = open_histories(settings, NoRepository::error);
  if (!histories) return histories.error();
  return run_scan({"git", ScanCommand::Output::findings}, settings,
                  {nullptr, *std::move(histories)});
}

}  // namespace

void add_git_options(CLI::App& command, ScanArguments& arguments) {
  command
      .add_option("path", arguments.paths,
                  "Repositories, or places in their working trees (default: .)")
      ->type_name("PATH");
  add_history_options(command, arguments);
}

Result<int> run_git(const ScanSettings& settings) { return run_history(settings); }

}  // namespace nhiscan
