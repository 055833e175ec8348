#pragma once

#include <vector>

#include "nhiscan/finding.h"
#include "ownership/candidate.h"

namespace nhiscan {

/// Whom a credential names: the address or user of a token, the comment of an SSH key, the
/// addresses and unit of a certificate's subject, the address of a service account. Machines are
/// candidates of kind "service".
std::vector<OwnerCandidate> credential_owners(const Facts& decoded);

}  // namespace nhiscan
