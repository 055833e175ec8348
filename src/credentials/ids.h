#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Ids that hold the time at which they were made: seconds since the epoch, UTC. Nothing where the
// text isn't such an id, or the time isn't one at which a credential could have been made (2000 to
// 2100).
namespace nhiscan {

/// BSON ObjectId: 24 hex digits of which the first 8 are the time.
std::optional<std::int64_t> object_id_time(std::string_view text);

/// ULID: 26 characters of Crockford's base32, the first 10 being milliseconds.
std::optional<std::int64_t> ulid_time(std::string_view text);

/// KSUID: 27 base62 digits of 20 bytes, the first four being seconds since 2014-05-13T16:53:20Z.
std::optional<std::int64_t> ksuid_time(std::string_view text);

/// UUID of version 1, 6 or 7 (RFC 9562), in the form of `uuid_text`.
std::optional<std::int64_t> uuid_time(std::string_view uuid);

/// Ids of 64 bits with milliseconds since `epoch` (milliseconds too) above 22 bits, in decimal.
std::optional<std::int64_t> snowflake_time(std::string_view text, std::int64_t epoch);
inline constexpr std::int64_t kDiscordEpoch = 1420070400000;
inline constexpr std::int64_t kTwitterEpoch = 1288834974657;

/// `01234567-89ab-…` in lower case: of 16 bytes, and of 32 hex digits with or without dashes (or
/// underscores in their place).
std::string uuid_text(std::string_view bytes);
std::optional<std::string> parse_uuid(std::string_view text);

/// The bytes of a base58 number (Bitcoin's alphabet) of at most 256 characters.
std::optional<std::string> decode_base58(std::string_view text);

}  // namespace nhiscan
