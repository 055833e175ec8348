// A bitmap in runs of 64-bit words: a control word tells how many words of equal bits come, then
// how many words stand there literally.
#include "git/ewah.h"

#include <algorithm>
#include <cstdint>

#include "git/bytes.h"

namespace nhiscan {
namespace {

constexpr std::size_t kEwahHeader = 8;  // bits, words
constexpr std::size_t kTrailer = 4;     // where the last control word stands

struct Control {
  explicit Control(std::uint64_t word)
      : bit((word & 1U) != 0),
        run(word >> 1U & 0xffffffffU),
        literals(static_cast<std::size_t>(word >> 33U)) {}
  bool bit;
  std::uint64_t run;  // words
  std::size_t literals;
};

bool set_word(std::vector<bool>& bits, std::size_t at, std::uint64_t word) {
  for (; word != 0; word &= word - 1) {
    const std::size_t bit = at + static_cast<std::size_t>(__builtin_ctzll(word));
    if (bit >= bits.size()) return false;
    bits[bit] = true;
  }
  return true;
}

}  // namespace

Result<std::string_view> take_ewah(std::string_view& data) {
  const Error cut_off{"a bitmap that is cut off"};
  if (data.size() < kEwahHeader + kTrailer) return cut_off;
  const std::size_t words = big_endian_32(data.data() + 4);
  if ((data.size() - kEwahHeader - kTrailer) / 8 < words) return cut_off;
  const std::string_view bitmap = data.substr(0, kEwahHeader + 8 * words + kTrailer);
  data.remove_prefix(bitmap.size());
  return bitmap;
}

Result<std::vector<bool>> read_ewah(std::string_view bitmap, std::size_t count) {
  const Error damaged{"a damaged bitmap"};
  const auto whole = take_ewah(bitmap);
  if (!whole) return damaged;
  std::string_view words = whole->substr(kEwahHeader, whole->size() - kEwahHeader - kTrailer);
  std::vector<bool> bits(count);
  std::size_t at = 0;  // never more than a word beyond `count`
  while (!words.empty()) {
    const Control control(big_endian_64(words.data()));
    words.remove_prefix(8);
    const std::uint64_t run =
        std::min<std::uint64_t>(64 * control.run, count - std::min(at, count));
    if (control.bit) std::fill_n(bits.begin() + static_cast<std::ptrdiff_t>(at), run, true);
    at += run;
    if (control.literals > words.size() / 8) return damaged;
    for (std::size_t i = 0; i < control.literals; ++i, at = std::min(at + 64, count)) {
      if (!set_word(bits, at, big_endian_64(words.data()))) return damaged;
      words.remove_prefix(8);
    }
  }
  return bits;
}

}  // namespace nhiscan
