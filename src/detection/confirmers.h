#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "detection/claimed_prefixes.h"
#include "detection/confirm.h"
#include "detection/rule_set.h"
#include "wrap/pcre2.h"

namespace nhiscan {

/// The confirmers of a rule set, each made when it is asked for. Belongs to one thread; the rule
/// set must outlive it.
class Confirmers {
 public:
  explicit Confirmers(const RuleSet& rules);

  /// `rule` is its place in the rule set.
  Confirmer& of(std::size_t rule);

 private:
  const RuleSet& rules_;
  std::unique_ptr<const ClaimedPrefixes> claimed_;
  PcreLimits limits_;
  std::vector<std::optional<Confirmer>> made_;
};

}  // namespace nhiscan
