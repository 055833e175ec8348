#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "nhiscan/kinds.h"

namespace nhiscan {

/// The lifetime class of what lives `seconds` from its issue on.
LifetimeClass lifetime_class_of(std::int64_t seconds);

/// A whole number of decimal digits.
std::optional<std::int64_t> whole_number(std::string_view text);

/// Seconds of a Go duration: `2160h`, `1h30m`. Units below a second count as nothing.
std::optional<std::int64_t> go_duration(std::string_view text);

}  // namespace nhiscan
