#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "nhiscan/result.h"
#include "sources/source.h"

namespace nhiscan {

struct FilesystemOptions {
  std::vector<std::string> paths;    ///< files and directories
  std::vector<std::string> exclude;  ///< gitignore patterns, relative to each path
  enum class IgnoreFiles : std::uint8_t {
    yes,
    no
  } ignore_files = IgnoreFiles::yes;  ///< `.nhiscanignore`
  enum class GitIgnored : std::uint8_t { read, leave_out } git_ignored = GitIgnored::read;
};

/// All regular files below the paths, hidden ones too, but nothing inside a `.git` directory.
/// Symbolic links are not followed: what they point at inside the tree is listed where it stands,
/// and they never lead out of it. Fails if a path does not exist.
Result<std::unique_ptr<Source>> open_filesystem(FilesystemOptions options);

}  // namespace nhiscan
