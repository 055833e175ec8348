#pragma once

#include "declarations/yaml.h"
#include "nhiscan/finding.h"

namespace nhiscan {

/// What `permissions` of a workflow or job let GITHUB_TOKEN do; unknown where the key is absent, as
/// then the repository's settings decide (GitHub, "Automatic token authentication").
Scope scope_of_permissions(YamlNode permissions);

/// Whether the job may ask for an OIDC token.
bool may_mint_oidc(YamlNode permissions);

}  // namespace nhiscan
