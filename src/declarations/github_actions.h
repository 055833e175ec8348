#pragma once

#include <string_view>

#include "declarations/declared.h"

namespace nhiscan {

/// `.github/workflows/*.yml` and `*.yaml`, also of Gitea and Forgejo.
bool claims_github_actions(std::string_view path, std::string_view text);

/// Each job's GITHUB_TOKEN, the stored secrets that are referred to, and the cloud identities that
/// steps log in as. `location` holds only `begin` and `end`.
Declared read_github_actions(std::string_view path, std::string_view text);

}  // namespace nhiscan
