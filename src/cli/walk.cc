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

std::unique_ptr<Source> listing_for_progress(const ScanSettings& settings) {
  if (!settings.progress) return nullptr;
  auto source = open_walk(settings);
  return source ? *std::move(source) : nullptr;
}

}  // namespace nhiscan
