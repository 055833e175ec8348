#pragma once

#include <string>
#include <vector>

#include "nhiscan/finding.h"
#include "nhiscan/identity.h"

namespace nhiscan {

/// Joins findings and declarations into identities: one per distinct credential, pair, or declared
/// principal.
///
/// Findings with one id are one identity. Two identities become one when they are a pair: rules
/// that name each other in `pairs` nearest to each other in one file, a certificate and the private
/// key of the same public key, or a token whose subject is a declared principal. Everything that
/// can be known before classification is filled. `salt` keys the ids of declared principals.
Inventory build_inventory(const std::vector<Finding>& findings,
                          const std::vector<Declaration>& declarations, const std::string& salt);

}  // namespace nhiscan
