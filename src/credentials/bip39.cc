#include "credentials/bip39.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "credentials/bip39_words.h"
#include "credentials/parts.h"
#include "wrap/digest.h"

namespace nhiscan {
namespace {

constexpr std::size_t kWordBits = 11;

const std::vector<std::string_view>& bip39_words() {
  static const std::vector<std::string_view> kWords =
      split(kBip39Words.substr(0, kBip39Words.size() - 1), ' ', 2048);
  return kWords;
}

std::optional<std::size_t> index_of(std::string_view word) {
  const auto found = std::ranges::lower_bound(bip39_words(), word);
  if (found == bip39_words().end() || *found != word) return std::nullopt;
  return static_cast<std::size_t>(found - bip39_words().begin());
}

/// `width` bits of `value`, the highest first.
void append_bits(std::vector<bool>& bits, std::size_t value, std::size_t width) {
  for (std::size_t i = width; i-- > 0;)
    bits.push_back(((value >> i) & 1U) != 0);
}

std::string bytes_of_bits(const std::vector<bool>& bits, std::size_t count) {
  std::string bytes(count / 8, '\0');
  for (std::size_t i = 0; i < count; ++i)
    if (bits[i]) bytes[i / 8] = static_cast<char>(bytes[i / 8] | (0x80 >> (i % 8)));
  return bytes;
}

}  // namespace

ChecksumResult verify_bip39(std::string_view phrase) {
  constexpr std::size_t kMostWords = 24;
  const auto chosen = split(phrase, ' ', kMostWords + 1);
  if (chosen.size() < 12 || chosen.size() > kMostWords || chosen.size() % 3 != 0)
    return ChecksumResult::unknown;
  std::vector<bool> bits;
  for (const std::string_view word : chosen) {
    const auto index = index_of(word);
    if (!index) return ChecksumResult::bad;
    append_bits(bits, *index, kWordBits);
  }
  const std::size_t covered = bits.size() / 33 * 32;
  const std::string digest = sha256(bytes_of_bits(bits, covered));
  for (std::size_t i = covered; i < bits.size(); ++i)
    if (bits[i] != (((static_cast<unsigned char>(digest[0]) >> (7 - (i - covered))) & 1U) != 0))
      return ChecksumResult::bad;
  return ChecksumResult::ok;
}

}  // namespace nhiscan
