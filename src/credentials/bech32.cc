#include "credentials/bech32.h"

#include <array>
#include <cstdint>
#include <vector>

#include "base/text.h"

namespace nhiscan {
namespace {

constexpr std::string_view kAlphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::size_t kMaxBytes = 8192;
constexpr std::size_t kChecksumSize = 6;

using Groups = std::vector<std::uint8_t>;  // of five bits

std::uint32_t polymod(const Groups& values) {
  constexpr std::array<std::uint32_t, 5> kGenerator = {0x3B6A57B2, 0x26508E6D, 0x1EA119FA,
                                                       0x3D4233DD, 0x2A1462B3};
  std::uint32_t check = 1;
  for (const auto value : values) {
    const std::uint32_t top = check >> 25;
    check = ((check & 0x1FFFFFF) << 5) ^ value;
    for (unsigned i = 0; i < kGenerator.size(); ++i)
      if (((top >> i) & 1) != 0) check ^= kGenerator[i];
  }
  return check;
}

/// What the checksum covers of the prefix.
Groups expanded(std::string_view prefix) {
  Groups values;
  for (const char c : prefix)
    values.push_back(static_cast<std::uint8_t>(static_cast<std::uint8_t>(c) >> 5U));
  values.push_back(0);
  for (const char c : prefix)
    values.push_back(static_cast<std::uint8_t>(static_cast<std::uint8_t>(c) & 31U));
  return values;
}

struct Parts {
  std::string prefix;
  Groups data;  // with the checksum
};

/// Lower and upper case mixed are taken as one, since copying may have changed some.
std::optional<Parts> split_text(std::string_view text) {
  if (text.size() > kMaxBytes) return std::nullopt;
  const std::string lower = lower_ascii(text);
  const auto separator = lower.rfind('1');
  if (separator == std::string::npos || separator == 0) return std::nullopt;
  Parts parts{lower.substr(0, separator), {}};
  for (const char c : lower.substr(separator + 1)) {
    const auto digit = kAlphabet.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    parts.data.push_back(static_cast<std::uint8_t>(digit));
  }
  return parts;
}

bool checksum_holds(const Parts& parts) {
  Groups values = expanded(parts.prefix);
  values.insert(values.end(), parts.data.begin(), parts.data.end());
  return polymod(values) == 1;
}

}  // namespace

std::optional<bool> verify_bech32_checksum(std::string_view text) {
  const auto parts = split_text(text);
  if (!parts) return std::nullopt;
  return checksum_holds(*parts);
}

std::optional<Bech32> decode_bech32(std::string_view text) {
  const auto parts = split_text(text);
  if (!parts || parts->data.size() < kChecksumSize || !checksum_holds(*parts)) return std::nullopt;
  Bech32 decoded{parts->prefix, {}};
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (std::size_t i = 0; i + kChecksumSize < parts->data.size(); ++i) {
    bits = ((bits << 5) | parts->data[i]) & 0xFFF;
    count += 5;
    if (count < 8) continue;
    count -= 8;
    decoded.bytes.push_back(static_cast<char>((bits >> count) & 0xFF));
  }
  return count < 5 ? std::optional(std::move(decoded)) : std::nullopt;
}

std::string encode_bech32(std::string_view prefix, std::string_view bytes) {
  Groups data;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char byte : bytes) {
    bits = ((bits << 8) | static_cast<std::uint8_t>(byte)) & 0xFFF;
    count += 8;
    for (; count >= 5; count -= 5)
      data.push_back(static_cast<std::uint8_t>((bits >> (count - 5)) & 31));
  }
  if (count > 0) data.push_back(static_cast<std::uint8_t>((bits << (5 - count)) & 31));

  Groups covered = expanded(prefix);
  covered.insert(covered.end(), data.begin(), data.end());
  covered.insert(covered.end(), kChecksumSize, 0);
  const std::uint32_t check = polymod(covered) ^ 1U;
  for (unsigned i = 0; i < kChecksumSize; ++i)
    data.push_back(static_cast<std::uint8_t>((check >> (5 * (5 - i))) & 31));

  std::string text = std::string(prefix) + "1";
  for (const auto group : data)
    text.push_back(kAlphabet[group]);
  return text;
}

}  // namespace nhiscan
