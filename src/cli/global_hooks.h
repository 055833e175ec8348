#pragma once

#include <string>
#include <string_view>

#include "cli/hook_files.h"
#include "nhiscan/result.h"

namespace nhiscan {

/// The directory for all repositories of a user that nhiscan makes: `core.hooksPath` leads there,
/// and each hook in it passes on to the repository's own.
std::string global_hook_directory();

/// Makes that directory, and the setting in the user's configuration.
Result<Steps> put_global_hook(std::string_view hook, const std::string& program);

/// Takes the hook away, and with the last one the directory and the setting.
Result<Steps> take_global_hook(std::string_view hook);

}  // namespace nhiscan
