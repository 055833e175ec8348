#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "nhiscan/finding.h"

// A spot is a short stretch of text that looks drawn at random, as most credentials do and little
// else: rules whose matches hold one are tried only round spots (rule_set.h). It is one of
//
// - 16 letters, digits or `-` with a digit among them (names of constants are full of `_`),
// - 16 upper-case letters or digits,
// - 20 letters, digits, `_`, `-`, `+` or `/` in which lower case, upper case and digits change
//   places 8 times.
//
// Each depends on its own bytes only, so that a part of a text has the spots that it has in the
// whole.
namespace nhiscan {

inline constexpr std::size_t kShortestSpot = 16;
inline constexpr std::size_t kLongestSpot = 20;

[[nodiscard]] bool has_spot(std::string_view text);

/// Adds to `out`, ascending and apart, stretches of `text` that together hold the `before` bytes in
/// front of each spot's end and the `after` bytes behind it.
void add_spot_windows(std::string_view text, std::size_t before, std::size_t after,
                      std::vector<Span>& out);

}  // namespace nhiscan
