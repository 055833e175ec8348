#pragma once

#include <string>
#include <vector>

#include "nhiscan/rule.h"

namespace nhiscan {

/// Something that is wrong with a rule. Holds no secret: of an example only its beginning is told.
struct RuleProblem {
  std::string file;
  int line = 0;  ///< 1-based
  std::string rule;
  std::string what;  ///< "misses its example 'ghp_…'"
};

/// `file:line: rule 'id': what`.
std::string to_string(const RuleProblem& problem);

/// Tries one rule alone, so that another rule's claim on the same bytes can't hide it: each of
/// `matches` is found, none of `no_match` is. A rule that can't be compiled is a problem, too.
std::vector<RuleProblem> failed_examples(const Rule& rule);

}  // namespace nhiscan
