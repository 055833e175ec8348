#pragma once

#include <string>
#include <string_view>

#include "nhiscan/kinds.h"

namespace nhiscan {

/// What kind of file a path names, by its directories, name and extension. Test trees win over what
/// stands in them.
Context context_of(std::string_view path);

/// Whether the file at `path` tells people about a program or is to be copied and filled in: a
/// manual, an API description, `app.yml.sample`. An example that can be run is none.
bool is_for_readers(std::string_view path);

/// Whether a value under this key path tells people about a program: `examples.list[0].config`,
/// `options[3].detailed_description`.
bool is_key_for_readers(std::string_view key_path);

/// `prod`, `staging`, `dev`, `test` or `unknown`, by the words of the path and of the key that the
/// value is assigned to; the key wins.
std::string environment_of(std::string_view path, std::string_view key);

}  // namespace nhiscan
