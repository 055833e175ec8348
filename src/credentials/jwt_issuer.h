#pragma once

#include "credentials/jwt.h"
#include "nhiscan/finding.h"

namespace nhiscan {

/// Recognises who issued the token and sets what that issuer's claims mean: provider, kind, target,
/// scope level, own facts. An unknown issuer leaves the finding as it is, apart from a target that
/// its URL names.
void apply_issuer(Finding& finding, const Claims& claims);

}  // namespace nhiscan
