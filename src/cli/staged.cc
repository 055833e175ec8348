#include "cli/staged.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "cli/run_scan.h"
#include "git/repository.h"
#include "sources/git_staged.h"

namespace nhiscan {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBlobsPerThread = 32;

bool is_same(const std::string& one, const std::string& other) {
  std::error_code failed;
  return fs::equivalent(one, other, failed);
}

const char* environment(const char* name) {
  return std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing here sets variables
}

/// The index that git tells a hook of: `git commit FILE` and `git commit -a` make one of their own.
/// It belongs to the repository that the hook runs for; empty for another one.
std::string index_of_hook(const RepositoryLayout& layout) {
  const char* const index = environment("GIT_INDEX_FILE");
  if (index == nullptr || *index == '\0') return "";
  if (const char* const directory = environment("GIT_DIR"); directory != nullptr)
    return is_same(directory, layout.git_directory) ? index : "";
  const auto here = find_repository(".");
  return here && is_same(here->git_directory, layout.git_directory) ? index : "";
}

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
  auto layout = find_repository(options.path);
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
