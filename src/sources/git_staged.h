#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "git/repository.h"
#include "nhiscan/result.h"
#include "sources/filesystem.h"
#include "sources/source.h"

namespace nhiscan {

struct GitStagedOptions {
  std::string path;  ///< the PATH argument, in the repository
  RepositoryLayout layout;
  std::string index_file;            ///< in place of the repository's own, unless empty
  std::vector<std::string> exclude;  ///< gitignore patterns, relative to the working tree
  FilesystemOptions::IgnoreFiles ignore_files = FilesystemOptions::IgnoreFiles::yes;
  std::uint64_t max_blob_size = 0;  ///< bytes; a larger blob is skipped
};

struct GitStaged {
  std::unique_ptr<Source> source;
  std::size_t blobs = 0;  ///< that it lists
};

/// The blobs that the next commit would bring, as the index has them; only lines that they add to
/// HEAD's blob of the same path, or touch there, decide. Nothing of the working tree is read but
/// `.nhiscanignore` files. Fails if there is no index to read, or HEAD can't be.
Result<GitStaged> open_git_staged(const GitStagedOptions& options);

}  // namespace nhiscan
