#pragma once

#include <string>
#include <string_view>

#include "nhiscan/kinds.h"

namespace nhiscan {

/// What kind of file a path names, by its directories, name and extension. Test trees win over what
/// stands in them.
Context context_of(std::string_view path);

/// `prod`, `staging`, `dev`, `test` or `unknown`, by the words of the path and of the key that the
/// value is assigned to; the key wins.
std::string environment_of(std::string_view path, std::string_view key);

}  // namespace nhiscan
