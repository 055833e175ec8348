#include "cli/command.h"
#include "cli/run_scan.h"
#include "cli/walk.h"

namespace nhiscan {

void add_dir_options(CLI::App& command, ScanArguments& arguments) {
  command.add_option("path", arguments.paths, "Files and directories (default: .)")
      ->type_name("PATH");
}

Result<int> run_dir(const ScanSettings& settings) {
  const auto source = open_walk(settings);
  if (!source) return source.error();
  return run_scan({"dir", ScanCommand::Output::findings}, settings,
                  {source->get(), {}, listing_for_progress(settings)});
}

}  // namespace nhiscan
