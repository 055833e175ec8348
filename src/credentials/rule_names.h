#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "detection/rule_examples.h"
#include "nhiscan/rule.h"

namespace nhiscan {

/// What a rule names that isn't there: its checksum, its decode, the rules of `pairs`.
std::vector<RuleProblem> unknown_names(const Rule& rule,
                                       const std::function<bool(std::string_view)>& is_rule);

}  // namespace nhiscan
