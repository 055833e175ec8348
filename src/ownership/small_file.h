#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace nhiscan {

/// The bytes of a regular file of at most `max_bytes`; nothing for anything else, a link included:
/// a code host doesn't follow one either, and it might point anywhere.
std::optional<std::string> read_plain_file(const std::string& path, std::size_t max_bytes);

}  // namespace nhiscan
