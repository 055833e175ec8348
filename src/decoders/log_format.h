#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "nhiscan/finding.h"
#include "nhiscan/kinds.h"

namespace nhiscan {

/// Whether a text is a log, whose lines or records have times: Context::log, or
/// Context::transcript of what an agent or its user said. By its name where that is known, and by
/// how its first lines begin.
std::optional<Context> log_context(std::string_view path, std::string_view head);

/// When the record was written in which `span` of a log stands, in seconds since the epoch, UTC.
std::optional<std::int64_t> observed_at(std::string_view log, Span span, std::int64_t now);

}  // namespace nhiscan
