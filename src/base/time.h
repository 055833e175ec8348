#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nhiscan {

/// `2026-11-20T08:30:00Z`. `seconds` since the epoch, UTC; a time outside of the years -9999 to
/// 9999 becomes the nearest one inside.
std::string format_rfc3339(std::int64_t seconds);

/// `2026-11-20`, within the same years.
std::string format_date(std::int64_t seconds);

/// Seconds since the epoch, UTC, of an RFC 3339 time (fractions are cut off), a bare date (its
/// midnight), or plain seconds. Nothing if the text is anything else, or names a day or hour that
/// doesn't exist.
std::optional<std::int64_t> parse_rfc3339(std::string_view text);

}  // namespace nhiscan
