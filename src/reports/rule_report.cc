#include "reports/rule_report.h"

#include <cmath>

namespace nhiscan {
namespace {

double quotient(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

std::uint64_t ns_per_mb(const RuleCosts& costs, std::chrono::nanoseconds spent) {
  const auto count = static_cast<std::uint64_t>(spent.count());
  return static_cast<std::uint64_t>(std::llround(quotient(count, costs.bytes) * 1e6));
}

double candidates_per_kb(const RuleCosts& costs, std::uint64_t candidates) {
  return quotient(candidates, costs.bytes) * 1e3;
}

double confirm_ratio(const RuleCost& cost) { return quotient(cost.confirmed, cost.candidates); }

}  // namespace nhiscan
