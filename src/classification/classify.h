#pragma once

#include <cstdint>
#include <vector>

#include "nhiscan/finding.h"
#include "nhiscan/identity.h"

namespace nhiscan {

/// Fills context, environment and severity of each finding. The rule's severity goes one step down
/// for each of: a test or documentation file, a file that git ignores, low confidence, a host that
/// only the same machine or container network reaches. Public, expired and sealed values are never
/// above low. Confidence is low for a password that is named in its own path, and becomes low after
/// that for certificates of authorities and, in text for readers, for what its form doesn't prove
/// or what opens nothing.
void classify(std::vector<Finding>& findings);

/// Fills state, controls, risk and offboarding of each identity and sorts them, riskiest first.
/// `now` in seconds since the epoch.
void classify(Inventory& inventory, std::int64_t now);

}  // namespace nhiscan
