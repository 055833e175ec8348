#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "wrap/git.h"

namespace nhiscan {

/// A working tree on disk: its directory (absolute, no `/` at the end but for the root) and its
/// repository.
struct WorkTree {
  std::string directory;
  GitRepository repository;
};

/// A file or directory as its innermost repository knows it.
struct PathInRepository {
  WorkTree* tree = nullptr;  ///< lives as long as the Repositories
  std::string path;          ///< relative to the working tree; empty for its top directory
};

/// The innermost repository of any path; each is opened once. For one thread.
class Repositories {
 public:
  /// `path` is absolute or relative to the working directory, and needn't exist. Nothing outside of
  /// every working tree.
  std::optional<PathInRepository> locate(std::string_view path);

 private:
  WorkTree* tree_of(const std::string& directory);

  std::map<std::string, WorkTree*, std::less<>> tree_of_directory_;
  std::map<std::string, WorkTree, std::less<>> trees_;
};

/// Absolute and without `.`, `..` or a `/` at the end, by its letters only: links aren't resolved.
std::string absolute_path(std::string_view path);

}  // namespace nhiscan
