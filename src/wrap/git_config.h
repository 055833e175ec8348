#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "nhiscan/result.h"

namespace nhiscan {

/// A value of git's configuration, and which of its files decided.
struct ConfigValue {
  std::string value;
  std::string file;  ///< empty where libgit2 doesn't say
  bool is_of_repository = false;
};

/// Whether `includeIf` is read. Not of a repository of another object format than SHA-1: libgit2
/// doesn't open it, and leaks memory on the way.
enum class IncludeConditions : std::uint8_t { read, leave_out };

/// The value that git itself would take for `key` (`core.hookspath`): from the files of the system
/// and the user (with GIT_CONFIG_SYSTEM, GIT_CONFIG_GLOBAL, GIT_CONFIG_NOSYSTEM), those that they
/// include, and, unless these are empty, the repository's: `git_directory` of a working tree, and
/// what all of them have in common. Nothing where it isn't set. Fails where a file can't be read or
/// parsed. Other functions read no configuration of the user.
Result<std::optional<ConfigValue>> read_git_config(const std::string& key,
                                                   const std::string& git_directory,
                                                   const std::string& common_directory,
                                                   IncludeConditions conditions);

/// The file that `git config --global` writes.
std::string global_git_config();

/// With the home directory for a leading `~/`.
std::string expand_home(const std::string& path);

}  // namespace nhiscan
