#include "credentials/ids.h"

#include <algorithm>
#include <charconv>

#include "base/encoding.h"
#include "base/text.h"
#include "credentials/byte_reader.h"
#include "credentials/parts.h"

namespace nhiscan {
namespace {

constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::string_view kKsuidDigits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kBase58Digits =
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

std::optional<std::int64_t> plausible(std::uint64_t seconds) {
  constexpr std::uint64_t kYear2000 = 946684800;
  constexpr std::uint64_t kYear2100 = 4102444800;
  if (seconds < kYear2000 || seconds >= kYear2100) return std::nullopt;
  return static_cast<std::int64_t>(seconds);
}

/// The bytes of a number in that base, without zeros in front.
std::optional<std::string> number_bytes(std::string_view text, std::string_view alphabet) {
  constexpr std::size_t kMostDigits = 256;
  if (text.empty() || text.size() > kMostDigits) return std::nullopt;
  std::string bytes;  // least significant first
  for (const char c : text) {
    const auto digit = alphabet.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    auto carry = static_cast<unsigned>(digit);
    for (char& byte : bytes) {
      carry += static_cast<unsigned>(alphabet.size()) * static_cast<std::uint8_t>(byte);
      byte = static_cast<char>(carry & 0xFF);
      carry >>= 8;
    }
    if (carry != 0) bytes.push_back(static_cast<char>(carry));
  }
  std::reverse(bytes.begin(), bytes.end());
  return bytes;
}

std::optional<std::uint64_t> number_of(std::string_view bytes) {
  return ByteReader(bytes).number(bytes.size());
}

}  // namespace

std::optional<std::int64_t> object_id_time(std::string_view text) {
  const auto bytes = text.size() == 24 ? decode_hex(text) : std::nullopt;
  return bytes ? plausible(*ByteReader(*bytes).number(4)) : std::nullopt;
}

std::optional<std::int64_t> ulid_time(std::string_view text) {
  if (text.size() != 26) return std::nullopt;
  std::uint64_t milliseconds = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i] >= 'a' && text[i] <= 'z' ? static_cast<char>(text[i] - 32) : text[i];
    const auto digit = kCrockford.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    if (i < 10) milliseconds = milliseconds << 5 | digit;
  }
  return plausible(milliseconds / 1000);
}

std::optional<std::int64_t> ksuid_time(std::string_view text) {
  constexpr std::uint64_t kEpoch = 1400000000;
  auto bytes = text.size() == 27 ? number_bytes(text, kKsuidDigits) : std::nullopt;
  if (!bytes || bytes->size() > 20) return std::nullopt;
  bytes->insert(0, 20 - bytes->size(), '\0');
  return plausible(*ByteReader(*bytes).number(4) + kEpoch);
}

std::optional<std::int64_t> uuid_time(std::string_view uuid) {
  if (uuid.size() != 36) return std::nullopt;
  const auto number = [&](std::size_t begin, std::size_t size) {
    const auto bytes =
        decode_hex((size % 2 == 0 ? "" : "0") + std::string(uuid.substr(begin, size)));
    return bytes ? number_of(*bytes).value_or(0) : 0;
  };
  constexpr std::uint64_t kTicksPerSecond = 10'000'000;
  constexpr std::uint64_t kSecondsSince1582 = 12219292800;
  const auto gregorian = [&](std::uint64_t ticks) {
    const std::uint64_t seconds = ticks / kTicksPerSecond;
    return seconds < kSecondsSince1582 ? std::nullopt : plausible(seconds - kSecondsSince1582);
  };
  switch (uuid[14]) {
    case '1':
      return gregorian(number(15, 3) << 48 | number(9, 4) << 32 | number(0, 8));
    case '6':
      return gregorian(number(0, 8) << 28 | number(9, 4) << 12 | number(15, 3));
    case '7':
      return plausible((number(0, 8) << 16 | number(9, 4)) / 1000);
    default:
      return std::nullopt;
  }
}

std::optional<std::int64_t> snowflake_time(std::string_view text, std::int64_t epoch) {
  std::uint64_t id = 0;
  if (!is_digits(text) || text.size() < 15 || text.size() > 20) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return plausible(((id >> 22) + static_cast<std::uint64_t>(epoch)) / 1000);
}

std::string uuid_text(std::string_view bytes) {
  std::string text = encode_hex(bytes);
  if (bytes.size() != 16) return {};
  for (const std::size_t dash : {8, 13, 18, 23})
    text.insert(dash, 1, '-');
  return text;
}

std::optional<std::string> parse_uuid(std::string_view text) {
  std::string digits;
  for (std::size_t i = 0; i < text.size() && i < 37; ++i) {
    const bool is_dash = text.size() == 36 && (i == 8 || i == 13 || i == 18 || i == 23);
    if (is_dash && text[i] != '-' && text[i] != '_') return std::nullopt;
    if (!is_dash) digits.push_back(text[i]);
  }
  const auto bytes = digits.size() == 32 ? decode_hex(digits) : std::nullopt;
  if (!bytes) return std::nullopt;
  return uuid_text(*bytes);
}

std::optional<std::string> decode_base58(std::string_view text) {
  auto bytes = number_bytes(text, kBase58Digits);
  if (bytes) bytes->insert(0, std::min(text.find_first_not_of('1'), text.size()), '\0');
  return bytes;
}

}  // namespace nhiscan
