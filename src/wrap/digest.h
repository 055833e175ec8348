#pragma once

#include <string>
#include <string_view>

namespace nhiscan {

/// SHA-256, 32 bytes.
std::string sha256(std::string_view data);

/// HMAC-SHA-256 (RFC 2104), 32 bytes.
std::string hmac_sha256(std::string_view key, std::string_view data);

}  // namespace nhiscan
