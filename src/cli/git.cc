#include "cli/command.h"
#include "cli/history.h"
#include "cli/run_scan.h"
#include "cli/staged.h"

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
  command.add_flag("--staged,--pre-commit", arguments.staged,
                   "Only what the index holds against HEAD: what the next commit would bring");
  add_history_options(command, arguments);
}

Result<int> run_git(const ScanSettings& settings) {
  return settings.arguments.staged ? run_staged(settings) : run_history(settings);
}

}  // namespace nhiscan
