#include "cli/command.h"
#include "cli/history.h"
#include "cli/run_scan.h"
#include "cli/walk.h"

namespace nhiscan {

void add_scan_command_options(CLI::App& command, ScanArguments& arguments) {
  command.add_option("path", arguments.paths, "Files, directories and repositories (default: .)")
      ->type_name("PATH");
  add_history_options(command, arguments);
}

Result<int> run_scan_command(const ScanSettings& settings) {
  const auto source = open_walk(settings);
  if (!source) return source.error();
  auto histories = open_histories(settings, NoRepository::leave_out);
  if (!histories) return histories.error();
  return run_scan({"scan", ScanCommand::Output::findings}, settings,
                  {source->get(), *std::move(histories), listing_for_progress(settings)});
}

}  // namespace nhiscan
