#pragma once

#include <string_view>

#include "detection/match.h"
#include "nhiscan/finding.h"

namespace nhiscan {

/// The finding that `match`, of `text`, stands for: what its rule says, and the secret. Its place
/// is not filled in, and nothing is decoded yet.
Finding finding_of_match(Match match, std::string_view text);

}  // namespace nhiscan
