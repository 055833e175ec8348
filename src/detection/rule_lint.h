#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "nhiscan/result.h"
#include "nhiscan/rule.h"

namespace nhiscan {

/// The widest anchor, in bytes (DESIGN: one bounded database).
inline constexpr std::size_t kWidestAnchor = 80;
inline constexpr std::size_t kNarrowestAnchor = 3;

/// Finds each of these words in any case.
std::string keyword_anchor(std::span<const std::string> keywords);

/// Checks one rule and fills `anchor` (derived from the pattern or the keywords where the file
/// gives none) and `anchor_width`. Fails, naming file, line and rule, when PCRE2 or Hyperscan
/// rejects an expression, or when no bounded anchor is left.
Status prepare_rule(Rule& rule);

/// prepare_rule on each; the first failure ends it.
Status prepare_rules(std::vector<Rule>& rules);

}  // namespace nhiscan
