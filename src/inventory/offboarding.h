#pragma once

#include <string>
#include <vector>

#include "nhiscan/identity.h"
#include "nhiscan/rule.h"

namespace nhiscan {

/// How to retire a leaked credential of this rule, in order.
std::vector<std::string> revocation_steps(const Rule& rule);

/// How to retire what a file declares, in order.
std::vector<std::string> removal_steps(const Declaration& declaration);

}  // namespace nhiscan
