#include "base/encoding.h"

#include <array>

namespace nhiscan {
namespace {

constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase64Url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kBase32 = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::string_view kHex = "0123456789abcdef";

constexpr std::uint8_t byte_of(char c) { return static_cast<std::uint8_t>(c); }

constexpr void add_alphabet(DigitValues& digits, std::string_view alphabet) {
  for (std::size_t i = 0; i < alphabet.size(); ++i)
    digits[byte_of(alphabet[i])] = static_cast<std::uint8_t>(i);
}

constexpr DigitValues no_digits() {
  DigitValues digits{};
  for (auto& digit : digits)
    digit = kNoDigit;
  return digits;
}

constexpr DigitValues base64_digits() {
  DigitValues digits = no_digits();
  add_alphabet(digits, kBase64);
  add_alphabet(digits, kBase64Url);
  return digits;
}

constexpr DigitValues either_case(std::string_view alphabet) {
  DigitValues digits = no_digits();
  add_alphabet(digits, alphabet);
  for (int c = 'a'; c <= 'z'; ++c)
    digits[c - 'a' + 'A'] = digits[c];
  return digits;
}

constexpr DigitValues kBase32Digits = either_case(kBase32);

constexpr bool is_whitespace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Gathers digits of `bits` bits into bytes, most significant first.
class BitReader {
 public:
  explicit BitReader(unsigned bits) : bits_(bits) {}

  void add(std::uint8_t digit) {
    held_ = (held_ << bits_) | digit;
    count_ += bits_;
    if (count_ < 8) return;
    count_ -= 8;
    bytes_.push_back(static_cast<char>((held_ >> count_) & 0xFF));
  }
  [[nodiscard]] unsigned left_over() const { return count_; }
  std::string& bytes() { return bytes_; }

 private:
  unsigned bits_;
  unsigned count_ = 0;
  std::uint32_t held_ = 0;
  std::string bytes_;
};

std::optional<std::string> decode(std::string_view text, const DigitValues& digits, unsigned bits,
                                  Whitespace whitespace) {
  BitReader reader(bits);
  reader.bytes().reserve(text.size() * bits / 8);
  bool padded = false;
  for (const char c : text) {
    if (whitespace == Whitespace::skip && is_whitespace(c)) continue;
    if (c == '=' && bits != 4) {
      padded = true;
      continue;
    }
    const std::uint8_t digit = digits[byte_of(c)];
    if (digit == kNoDigit || padded) return std::nullopt;
    reader.add(digit);
  }
  if (reader.left_over() >= bits) return std::nullopt;
  return std::move(reader.bytes());
}

std::string encode(std::string_view bytes, std::string_view alphabet, unsigned bits) {
  std::string text;
  text.reserve((bytes.size() * 8 + bits - 1) / bits);
  const std::uint32_t mask = (1U << bits) - 1;
  std::uint32_t held = 0;
  unsigned count = 0;
  for (const char c : bytes) {
    held = (held << 8) | byte_of(c);
    for (count += 8; count >= bits;)
      text.push_back(alphabet[(held >> (count -= bits)) & mask]);
  }
  if (count > 0) text.push_back(alphabet[(held << (bits - count)) & mask]);
  return text;
}

constexpr std::array<std::uint32_t, 256> crc32_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit)
      value = (value >> 1) ^ ((value & 1) != 0 ? 0xEDB88320U : 0U);
    table[i] = value;
  }
  return table;
}

}  // namespace

constexpr DigitValues kBase64Values = base64_digits();
constexpr DigitValues kHexValues = either_case(kHex);

std::optional<std::string> decode_base64(std::string_view text, Whitespace whitespace) {
  return decode(text, kBase64Values, 6, whitespace);
}

void append_utf8(std::string& out, char32_t c) {
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = 0xFFFD;
  const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | c >> 6U);
    put(0x80 | (c & 0x3FU));
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12U);
    put(0x80 | (c >> 6U & 0x3FU));
    put(0x80 | (c & 0x3FU));
  } else {
    put(0xF0 | c >> 18U);
    put(0x80 | (c >> 12U & 0x3FU));
    put(0x80 | (c >> 6U & 0x3FU));
    put(0x80 | (c & 0x3FU));
  }
}

std::string encode_base64(std::string_view bytes) {
  std::string text = encode(bytes, kBase64, 6);
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

std::string encode_base64url(std::string_view bytes) { return encode(bytes, kBase64Url, 6); }

std::optional<std::string> decode_base32(std::string_view text) {
  return decode(text, kBase32Digits, 5, Whitespace::reject);
}

std::string encode_base32(std::string_view bytes) { return encode(bytes, kBase32, 5); }

bool is_hex_text(std::string_view text) {
  return text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

std::optional<std::string> decode_hex(std::string_view text) {
  return decode(text, kHexValues, 4, Whitespace::reject);
}

std::string encode_hex(std::string_view bytes) { return encode(bytes, kHex, 4); }

std::uint32_t crc32(std::string_view bytes) {
  static constexpr auto kTable = crc32_table();
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char c : bytes)
    crc = (crc >> 8) ^ kTable[(crc ^ byte_of(c)) & 0xFF];
  return ~crc;
}

}  // namespace nhiscan
