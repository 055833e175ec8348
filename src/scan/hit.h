#pragma once

#include <compare>
#include <cstdint>

namespace nhiscan {

/// What a rule found in an object, without the secret itself.
struct Hit {
  std::uint32_t rule = 0;    ///< its place in the rule set
  std::uint64_t secret = 0;  ///< hash of the bytes
  auto operator<=>(const Hit&) const = default;
};

}  // namespace nhiscan
