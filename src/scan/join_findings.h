#pragma once

#include <vector>

#include "nhiscan/finding.h"

namespace nhiscan {

/// Of findings of one blob that stand at one place, since a text holds them and so does what is
/// decoded from the same bytes: one secret becomes one finding, with all that is known of the
/// place. Of different ones that stays which says more of what it is; else the text's own.
void join_findings(std::vector<Finding>& findings);

}  // namespace nhiscan
