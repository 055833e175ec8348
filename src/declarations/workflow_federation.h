#pragma once

#include <cstdint>

#include "declarations/workflow_file.h"

namespace nhiscan {

enum class OidcPermission : std::uint8_t { absent, granted };

/// What a step's action logs in as: a federated cloud identity, a GitHub App, or static keys where
/// federation would be possible (a warning on each secret that holds one).
void read_login_step(YamlNode step, const WorkflowPlace& place, OidcPermission permission,
                     WorkflowFile& file);

}  // namespace nhiscan
