#include "cli/walk.h"

#include "sources/filesystem.h"

namespace nhiscan {

Result<std::unique_ptr<Source>> open_walk(const ScanSettings& settings) {
  const ScanArguments& arguments = settings.arguments;
  FilesystemOptions options;
  options.paths = arguments.paths;
  options.exclude = arguments.exclude;
  if (arguments.no_ignore) options.ignore_files = FilesystemOptions::IgnoreFiles::no;
  if (arguments.respect_gitignore) options.git_ignored = FilesystemOptions::GitIgnored::leave_out;
  return open_filesystem(std::move(options));
}

}  // namespace nhiscan
