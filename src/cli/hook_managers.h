#pragma once

#include <string>
#include <string_view>

#include "cli/hook_files.h"
#include "git/repository.h"
#include "nhiscan/result.h"

// Programs that own a repository's hooks, and write them anew: what is to last stands in their own
// files.
namespace nhiscan {

/// The script that husky's own hook runs, where `directory`, that of the hooks, is husky's; else
/// empty.
std::string husky_script(const std::string& directory, std::string_view hook);

/// Adds the scan to husky's script, or renews it.
Result<Steps> put_in_husky(const std::string& script, std::string_view hook,
                           const std::string& program);

/// The file in which lefthook takes additions, where the repository has a configuration for it;
/// else empty.
std::string lefthook_file(const RepositoryLayout& layout);

/// Adds the scan to that file; where it has commands for this hook already, says what to write.
Result<Steps> put_in_lefthook(const std::string& file, std::string_view hook,
                              const std::string& program);

}  // namespace nhiscan
