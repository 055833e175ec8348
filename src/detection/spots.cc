// Sixty-four bytes at a time: the kind of every byte becomes a bit in a few masks, and runs are
// found by shifting those. The next window begins so much before the end of the last that each spot
// lies in one. Of most windows of ordinary text only the first mask is made.
#include "detection/spots.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace nhiscan {
namespace {

constexpr std::size_t kSpotWindow = 64;
constexpr std::size_t kSpotStep = kSpotWindow - kLongestSpot;
constexpr int kFewestChanges = 8;

/// Which bytes of a window are what; bit i is byte i.
struct Kinds {
  std::uint64_t any = 0;  // letters, digits, `_-+/`
  std::uint64_t digit = 0;
  std::uint64_t upper = 0;
  std::uint64_t lower = 0;
  std::uint64_t apart = 0;  // `_+/`: not of the shorter spots
};

// The kind of a byte is the AND of a row, by its high half, and a column, by its low half.
enum KindBit : std::uint8_t {
  kDigit = 1U << 0U,       // 30-39
  kSlash = 1U << 1U,       // 2b, 2f
  kUpper = 1U << 2U,       // 41-4f
  kUpperRest = 1U << 3U,   // 50-5a
  kUnderscore = 1U << 4U,  // 5f
  kLower = 1U << 5U,       // 61-6f
  kLowerRest = 1U << 6U,   // 70-7a
  kDash = 1U << 7U         // 2d
};

using HalfByteTable = std::array<std::uint8_t, 16>;

constexpr HalfByteTable kinds_of_low() {
  HalfByteTable table{};
  for (unsigned low = 0; low < 16; ++low) {
    unsigned bits = 0;
    if (low <= 9) bits |= kDigit;
    if (low == 0xb || low == 0xf) bits |= kSlash;
    if (low >= 1) bits |= unsigned{kUpper} | kLower;
    if (low <= 0xa) bits |= unsigned{kUpperRest} | kLowerRest;
    if (low == 0xf) bits |= kUnderscore;
    if (low == 0xd) bits |= kDash;
    table[low] = static_cast<std::uint8_t>(bits);
  }
  return table;
}

constexpr HalfByteTable kKindOfLow = kinds_of_low();
constexpr HalfByteTable kKindOfHigh = {0,      0,          kSlash | kDash,
                                       kDigit, kUpper,     kUpperRest | kUnderscore,
                                       kLower, kLowerRest, 0,
                                       0,      0,          0,
                                       0,      0,          0,
                                       0};

// What follows is compiled once for every kind of processor, as a part of the two functions at the
// end.
#define NHISCAN_PART [[gnu::always_inline]] inline

/// Where 16 bits in a row begin.
NHISCAN_PART std::uint64_t begins_of_16(std::uint64_t x) {
  x &= x >> 1U;
  x &= x >> 2U;
  x &= x >> 4U;
  return x & x >> 8U;
}

/// The 16 bits from each that is set.
NHISCAN_PART std::uint64_t spread_16(std::uint64_t x) {
  x |= x << 1U;
  x |= x << 2U;
  x |= x << 4U;
  return x | x << 8U;
}

/// Where one of 16 bits is set.
NHISCAN_PART std::uint64_t any_of_16(std::uint64_t x) {
  x |= x >> 1U;
  x |= x >> 2U;
  x |= x >> 4U;
  return x | x >> 8U;
}

/// Whether a spot may lie in runs of `any` that begin so: without a digit, it has half as many
/// upper-case letters as changes.
NHISCAN_PART bool may_have_spot(std::uint64_t begins, std::uint64_t digit, std::uint64_t upper) {
  const std::uint64_t in_runs = spread_16(begins);
  return (in_runs & digit) != 0 || std::popcount(in_runs & upper) >= kFewestChanges / 2;
}

/// Where stretches of 20 with enough changes begin, of those that `begins` has.
NHISCAN_PART std::uint64_t begins_of_changing(std::uint64_t begins, const Kinds& kinds) {
  const std::uint64_t kind = kinds.upper | kinds.lower | kinds.digit;
  const std::uint64_t same = (kinds.upper & kinds.upper >> 1U) | (kinds.lower & kinds.lower >> 1U) |
                             (kinds.digit & kinds.digit >> 1U);
  const std::uint64_t changes = kind & kind >> 1U & ~same;  // between a byte and the next
  if (std::popcount(changes) < kFewestChanges) return 0;
  constexpr std::uint64_t kSteps = (std::uint64_t{1} << (kLongestSpot - 1)) - 1;
  std::uint64_t found = 0;
  for (; begins != 0; begins &= begins - 1) {
    const auto begin = static_cast<unsigned>(std::countr_zero(begins));
    if (std::popcount(changes >> begin & kSteps) >= kFewestChanges)
      found |= std::uint64_t{1} << begin;
  }
  return found;
}

/// At which bytes of a window spots end, of which the runs of `any` begin so.
NHISCAN_PART std::uint64_t spot_ends(std::uint64_t begins, const Kinds& kinds) {
  const std::uint64_t shorter = (begins_of_16(kinds.any & ~kinds.apart) & any_of_16(kinds.digit)) |
                                begins_of_16(kinds.upper | kinds.digit);
  const std::uint64_t longer =
      begins_of_changing(begins & begins >> (kLongestSpot - kShortestSpot), kinds);
  return shorter << (kShortestSpot - 1) | longer << (kLongestSpot - 1);
}

NHISCAN_PART Kinds kinds_of(const char* window) {
  Kinds kinds;
  for (std::size_t i = 0; i < kSpotWindow; ++i) {
    const auto byte = static_cast<unsigned char>(window[i]);
    const unsigned kind = unsigned{kKindOfLow[byte & 0xfU]} & kKindOfHigh[byte >> 4U];
    const auto bit = [&](unsigned mask) {
      return static_cast<std::uint64_t>((kind & mask) != 0) << i;
    };
    kinds.any |= bit(0xff);
    kinds.digit |= bit(kDigit);
    kinds.upper |= bit(unsigned{kUpper} | kUpperRest);
    kinds.lower |= bit(unsigned{kLower} | kLowerRest);
    kinds.apart |= bit(unsigned{kSlash} | kUnderscore);
  }
  return kinds;
}

/// Looks at windows that begin kSpotStep bytes apart; `ends` is where spots end in each.
using SpotReader = void (*)(const char* text, std::size_t windows, std::uint64_t* ends);

#if defined(__x86_64__)

#define NHISCAN_AVX2 [[gnu::target("avx2,bmi,bmi2,popcnt")]]

/// The kinds of 64 bytes.
struct KindBits {
  __m256i first;
  __m256i second;
};

NHISCAN_AVX2 inline __m256i kind_bits_avx2(const char* text) {
  const __m256i low_half = _mm256_set1_epi8(0x0f);
  const __m256i of_low = _mm256_broadcastsi128_si256(
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(kKindOfLow.data())));
  const __m256i of_high = _mm256_broadcastsi128_si256(
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(kKindOfHigh.data())));
  const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text));
  const __m256i high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), low_half);
  return _mm256_and_si256(_mm256_shuffle_epi8(of_low, _mm256_and_si256(bytes, low_half)),
                          _mm256_shuffle_epi8(of_high, high));
}

NHISCAN_AVX2 inline std::uint64_t top_bits_avx2(__m256i first, __m256i second) {
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(first)) |
         std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(second))} << 32U;
}

/// Which bytes have bit `Bit`, or `Other`.
template <int Bit, int Other>
NHISCAN_AVX2 inline std::uint64_t mask_avx2(const KindBits& bits) {
  const __m256i first = _mm256_or_si256(_mm256_slli_epi16(bits.first, 7 - Bit),
                                        _mm256_slli_epi16(bits.first, 7 - Other));
  const __m256i second = _mm256_or_si256(_mm256_slli_epi16(bits.second, 7 - Bit),
                                         _mm256_slli_epi16(bits.second, 7 - Other));
  return top_bits_avx2(first, second);
}

NHISCAN_AVX2 void read_spots_avx2(const char* text, std::size_t windows, std::uint64_t* ends) {
  const __m256i none = _mm256_setzero_si256();
  for (std::size_t i = 0; i < windows; ++i, text += kSpotStep) {
    ends[i] = 0;
    const KindBits bits{kind_bits_avx2(text), kind_bits_avx2(text + kSpotWindow / 2)};
    Kinds kinds;
    kinds.any =
        ~top_bits_avx2(_mm256_cmpeq_epi8(bits.first, none), _mm256_cmpeq_epi8(bits.second, none));
    const std::uint64_t begins = begins_of_16(kinds.any);
    if (begins == 0) continue;
    kinds.digit = mask_avx2<0, 0>(bits);
    kinds.upper = mask_avx2<2, 3>(bits);
    if (!may_have_spot(begins, kinds.digit, kinds.upper)) continue;
    kinds.lower = mask_avx2<5, 6>(bits);
    kinds.apart = mask_avx2<1, 4>(bits);
    ends[i] = spot_ends(begins, kinds);
  }
}

#endif

void read_spots(const char* text, std::size_t windows, std::uint64_t* ends) {
  for (std::size_t i = 0; i < windows; ++i, text += kSpotStep) {
    const Kinds kinds = kinds_of(text);
    const std::uint64_t begins = begins_of_16(kinds.any);
    const bool may = begins != 0 && may_have_spot(begins, kinds.digit, kinds.upper);
    ends[i] = may ? spot_ends(begins, kinds) : 0;
  }
}

SpotReader spot_reader() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") &&
      __builtin_cpu_supports("popcnt"))
    return read_spots_avx2;
#endif
  return read_spots;
}

/// Gives `take(begin of a window, where spots end in it)` for the windows that have any, until it
/// says false.
template <class Take>
void for_each_window(std::string_view text, Take take) {
  static const SpotReader read = spot_reader();
  constexpr std::size_t kAtOnce = 16;
  std::array<std::uint64_t, kAtOnce> ends;
  std::size_t at = 0;
  while (text.size() - at >= kSpotWindow) {
    const std::size_t windows = std::min(kAtOnce, (text.size() - at - kSpotWindow) / kSpotStep + 1);
    read(text.data() + at, windows, ends.data());
    for (std::size_t i = 0; i < windows; ++i, at += kSpotStep)
      if (ends[i] != 0 && !take(at, ends[i])) return;
  }
  std::array<char, kSpotWindow> last{};
  std::ranges::copy(text.substr(at), last.begin());
  read(last.data(), 1, ends.data());
  if (ends[0] != 0) take(at, ends[0]);
}

#undef NHISCAN_PART

}  // namespace

bool has_spot(std::string_view text) {
  bool found = false;
  for_each_window(text, [&](std::size_t /*at*/, std::uint64_t /*ends*/) {
    found = true;
    return false;
  });
  return found;
}

void add_spot_windows(std::string_view text, std::size_t before, std::size_t after,
                      std::vector<Span>& out) {
  const std::size_t first = out.size();
  for_each_window(text, [&](std::size_t at, std::uint64_t ends) {
    const std::size_t first_end = at + static_cast<std::size_t>(std::countr_zero(ends)) + 1;
    const std::size_t last_end =
        at + kSpotWindow - static_cast<std::size_t>(std::countl_zero(ends));
    const Span window{first_end - std::min(first_end, before),
                      std::min(text.size(), last_end + after)};
    if (out.size() > first && window.begin <= out.back().end)
      out.back().end = std::max(out.back().end, window.end);
    else
      out.push_back(window);
    return true;
  });
}

}  // namespace nhiscan
