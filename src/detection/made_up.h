#pragma once

#include <string_view>

namespace nhiscan {

/// True for what people type where a random token should stand: "abc123def456", "a1B2c3D4e5F6",
/// "qwertyuiop", a block that is repeated. Asked of free-form tokens only: passwords are like this
/// often, and so are the sample tokens of many formats.
bool is_made_up(std::string_view token);

/// True for a UUID of version 1, 6 or 7 (RFC 9562, section 5): made of the time, so no secret.
bool is_time_uuid(std::string_view text);

}  // namespace nhiscan
