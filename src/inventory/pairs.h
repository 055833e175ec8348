#pragma once

#include <string>
#include <utility>
#include <vector>

#include "nhiscan/finding.h"

namespace nhiscan {

/// Ids of findings that belong to one identity.
using IdPair = std::pair<std::string, std::string>;

/// Findings of one file whose rules complete each other (`pairs`), each with its nearest
/// counterpart.
std::vector<IdPair> pairs_by_place(const std::vector<Finding>& findings);

/// Certificates and keys, wherever they stand, that have one public key.
std::vector<IdPair> pairs_by_public_key(const std::vector<Finding>& findings);

}  // namespace nhiscan
