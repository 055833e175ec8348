#pragma once

#include <string_view>
#include <vector>

#include "detection/match.h"

namespace nhiscan {

/// Drops the matches whose rule requires others that the document doesn't have, or not near enough,
/// and those that are there only to be required. Lines and columns are counted from where secrets
/// begin.
void drop_unmet(std::string_view text, std::vector<Match>& matches);

}  // namespace nhiscan
