#pragma once

#include <string>

#include "git/repository.h"
#include "nhiscan/result.h"

// What git tells a program that it starts as a hook, by its environment (git(1), githooks(5)).
namespace nhiscan {

/// The repository that `path` lies in. Where none is found and `path` is the working directory, the
/// repository that GIT_DIR names.
Result<RepositoryLayout> find_hook_repository(const std::string& path);

/// The index that git tells a hook of: `git commit FILE` and `git commit -a` make one of their own.
/// It belongs to the repository that the hook runs for; empty for another one.
std::string index_of_hook(const RepositoryLayout& layout);

}  // namespace nhiscan
