#pragma once

#include <string>
#include <string_view>

namespace nhiscan {

/// A UUID (RFC 9562, version 8) made of a hash of the text: the same for the same text.
std::string uuid_of(std::string_view text);

}  // namespace nhiscan
