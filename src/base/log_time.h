#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace nhiscan {

/// The first, or the last, time that stands in a piece of a log, in seconds since the epoch, UTC:
/// as in ISO 8601, RFC 3164, access logs, ctime, klog, or two digits for the year; or as seconds,
/// milliseconds, micro- or nanoseconds since the epoch under a name such as `ts`, or as shells keep
/// them. One without a zone is taken to be in UTC; one without a year to be within the year before
/// `now`.
std::optional<std::int64_t> first_log_time(std::string_view text, std::int64_t now);
std::optional<std::int64_t> last_log_time(std::string_view text, std::int64_t now);

}  // namespace nhiscan
