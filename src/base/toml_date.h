#pragma once

#include <cstdint>
#include <optional>

#include "base/toml.h"

namespace nhiscan {

/// The midnight at which the day of a TOML date begins, seconds since the epoch, UTC; nothing for
/// any other node.
std::optional<std::int64_t> midnight_of(const toml::node& node);

}  // namespace nhiscan
