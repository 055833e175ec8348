#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nhiscan {

/// What a decoder does with blanks, tabs and line ends inside its text.
enum class Whitespace : std::uint8_t { reject, skip };

/// The bytes of base64 `text` (RFC 4648, sections 4 and 5: both alphabets, also mixed; padding may
/// be missing). Bits left over in the last character are ignored. Nothing where a byte is foreign,
/// stands after padding, or six bits are left alone.
std::optional<std::string> decode_base64(std::string_view text,
                                         Whitespace whitespace = Whitespace::reject);

/// The value of each byte as a digit, kNoDigit where it is none: base64 of both alphabets, and hex
/// of either case.
using DigitValues = std::array<std::uint8_t, 256>;
inline constexpr std::uint8_t kNoDigit = 0xFF;
extern const DigitValues kBase64Values;
extern const DigitValues kHexValues;

/// The character in UTF-8; U+FFFD for what is none.
void append_utf8(std::string& out, char32_t c);

/// Standard alphabet, padded.
std::string encode_base64(std::string_view bytes);

/// URL alphabet, not padded.
std::string encode_base64url(std::string_view bytes);

/// The bytes of base32 `text` (RFC 4648, section 6; either case; padding may be missing). Bits left
/// over are ignored.
std::optional<std::string> decode_base32(std::string_view text);

/// Alphabet a-z2-7, not padded.
std::string encode_base32(std::string_view bytes);

/// Whether there are only hex digits, of either case.
bool is_hex_text(std::string_view text);

/// The bytes of an even number of hex digits of either case.
std::optional<std::string> decode_hex(std::string_view text);

/// Lower case.
std::string encode_hex(std::string_view bytes);

/// CRC-32 of IEEE 802.3, as zlib computes it.
std::uint32_t crc32(std::string_view bytes);

}  // namespace nhiscan
