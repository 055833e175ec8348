#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "detection/confirmers.h"
#include "detection/matcher.h"
#include "detection/rule_cost.h"
#include "detection/rule_set.h"

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
  void confirm(std::span<const Candidate> of_one_rule, std::string_view text,
               std::string_view path);

  Matcher matcher_;
  Confirmers confirmers_;
  std::vector<Candidate> candidates_;
  std::vector<RuleCost> costs_;
  std::chrono::nanoseconds finding_{0};
  std::uint64_t bytes_ = 0;
};

}  // namespace nhiscan
