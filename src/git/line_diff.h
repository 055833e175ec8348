#pragma once

#include <string_view>
#include <vector>

#include "nhiscan/finding.h"

namespace nhiscan {

/// The lines of `now` that a change from `before` adds or touches, as byte spans, ascending and
/// with neighbours joined; each goes to the end of its line, newline included. Equal lines in equal
/// order are untouched, as many as can be; a newline that is only missing at the end touches
/// nothing. Where texts differ too much to tell in a bounded time, what isn't surely untouched is
/// touched.
std::vector<Span> touched_lines(std::string_view before, std::string_view now);

}  // namespace nhiscan
