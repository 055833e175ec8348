#include "cli/command.h"
#include "cli/history.h"
#include "cli/pushed.h"
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
  command.add_flag("--pre-push", arguments.pre_push,
                   "Only what is about to be pushed: reads git's lines from standard input");
  command.add_flag("--pre-receive", arguments.pre_receive,
                   "Only what was pushed to this server: reads git's lines from standard input");
  command.add_option("--remote", arguments.remote, "With --pre-push: what this remote has is old")
      ->type_name("NAME");
  add_history_options(command, arguments);
}

Result<int> run_git(const ScanSettings& settings) {
  const ScanArguments& arguments = settings.arguments;
  if (arguments.staged + arguments.pre_push + arguments.pre_receive > 1)
    return Error{"--staged, --pre-push and --pre-receive: give one of them"};
  if (!arguments.remote.empty() && !arguments.pre_push)
    return Error{"--remote: goes with --pre-push only"};
  if (arguments.staged) return run_staged(settings);
  return arguments.pre_push || arguments.pre_receive ? run_pushed(settings) : run_history(settings);
}

}  // namespace nhiscan
