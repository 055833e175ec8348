#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "decoders/byte_part.h"

namespace nhiscan {

/// Where the offset ends with which a line of a dump that begins at `at`
/// begins.
std::optional<Span> dump_offset(std::string_view text, std::size_t at);

/// Where the dump ends that begins at `at`, if one does; gives its bytes as a
/// part.
std::optional<std::size_t> read_dump(std::size_t at, BytePart& part);

}  // namespace nhiscan
