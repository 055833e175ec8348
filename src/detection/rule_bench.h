#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "detection/claimed_prefixes.h"
#include "detection/confirm.h"
#include "detection/matcher.h"
#include "detection/rule_cost.h"
#include "detection/rule_set.h"
#include "wrap/pcre2.h"

namespace nhiscan {

/// Does to texts what a Matcher does, and measures it rule by rule, on the clock of the wall.
/// Belongs to one thread; the rule set must outlive it.
class RuleBench {
 public:
  explicit RuleBench(const RuleSet& rules);

  /// `text` is shorter than 4 GiB; `path` as for Matcher::scan.
  void measure(std::string_view text, std::string_view path);

  /// Of all texts, in the order of the rule set.
  [[nodiscard]] std::span<const RuleCost> costs() const { return costs_; }
  /// What Hyperscan took for the candidates of all rules.
  [[nodiscard]] std::chrono::nanoseconds finding() const { return finding_; }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  Confirmer& confirmer(std::size_t rule);
  void confirm(std::span<const Candidate> of_one_rule, std::string_view text,
               std::string_view path);

  const RuleSet& rules_;
  Matcher matcher_;
  ClaimedPrefixes claimed_;
  PcreLimits limits_;
  std::vector<std::optional<Confirmer>> confirmers_;  // made when a rule has its first candidate
  std::vector<Candidate> candidates_;
  std::vector<RuleCost> costs_;
  std::chrono::nanoseconds finding_{0};
  std::uint64_t bytes_ = 0;
};

}  // namespace nhiscan
