#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "nhiscan/identity.h"

namespace nhiscan {

/// Fills risk_score (0 to 100) and risk_factors: the score is the sum of the factors' weights, cut
/// off at both ends, so it can be recomputed from the report.
void assess_risk(Identity& identity, std::int64_t now);

/// Ids of the OWASP Non-Human Identities Top 10 (2025) that the identity's facts touch, sorted.
std::vector<std::string> controls_of(const Identity& identity);

}  // namespace nhiscan
