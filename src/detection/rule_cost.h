#pragma once

#include <chrono>
#include <cstdint>

namespace nhiscan {

/// What one rule cost.
struct RuleCost {
  std::uint64_t candidates = 0;
  std::uint64_t confirmed = 0;  ///< of them, that came to a match
  std::uint64_t matches = 0;    ///< as if the rule were alone; one candidate may come to several
  std::uint64_t tried = 0;      ///< places where a match was looked for
  std::chrono::nanoseconds confirming{0};
};

}  // namespace nhiscan
