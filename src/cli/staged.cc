#include "cli/staged.h"

#include <algorithm>

#include "cli/hook_environment.h"
#include "cli/run_scan.h"
#include "sources/git_staged.h"

namespace nhiscan {
namespace {

constexpr std::size_t kBlobsPerThread = 32;

/// Fails if the other options of `git` don't go with `--staged`.
Status check_alone(const ScanArguments& arguments) {
  if (arguments.paths.size() != 1)
    return Error{"--staged: looks into one repository, so give one PATH"};
  if (!arguments.since_commit.empty() || !arguments.branch.empty() ||
      !arguments.log_options.empty() || arguments.reachable || arguments.full_scan)
    return Error{"--staged: looks at the index; options that choose commits don't go with it"};
  return Done{};
}

}  // namespace

Result<int> run_staged(const ScanSettings& settings) {
  const ScanArguments& arguments = settings.arguments;
  if (const Status alone = check_alone(arguments); !alone) return alone.error();
  GitStagedOptions options;
  options.path = arguments.paths.front();
  auto layout = find_hook_repository(options.path);
  if (!layout) return layout.error();
  options.layout = *std::move(layout);
  options.index_file = index_of_hook(options.layout);
  options.exclude = arguments.exclude;
  if (arguments.no_ignore) options.ignore_files = FilesystemOptions::IgnoreFiles::no;
  options.max_blob_size = settings.max_memory / 4;
  const auto staged = open_git_staged(options);
  if (!staged) return staged.error();
  ScanSettings fitted = settings;
  fitted.threads = static_cast<unsigned>(
      std::min<std::size_t>(settings.threads, 1 + staged->blobs / kBlobsPerThread));
  return run_scan({"git", ScanCommand::Output::findings}, fitted, {staged->source.get(), {}});
}

}  // namespace nhiscan
