#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nhiscan {

/// How often a sample repeats what may be repeated.
enum class Repeats : std::uint8_t { fewest, any, most };

/// A text that `pattern` (PCRE2) describes, but for its assertions: every alternative, character
/// and number of repeats is drawn with `seed`, unbounded repeats end at 200 more than they need.
/// Nothing where the pattern has parts that this doesn't read: references, verbs, conditions.
std::optional<std::string> sample_of(std::string_view pattern, Repeats repeats, std::uint64_t seed);

}  // namespace nhiscan
