// Sixty-four bytes at a time: the kind of every byte becomes a bit in a few masks, and runs are
// found by shifting those. Nearly all blocks of ordinary text end at the first mask.
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

constexpr std::size_t kKindBlock = 64;
constexpr int kFewestChanges = 8;

/// Which bytes of a block are what; bit i is byte i.
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

/// A mask of a block, behind that of the block before it.
__extension__ using TwoBlocks = unsigned __int128;

// What follows is compiled once for every kind of processor, as a part of the two functions at the
// end.
#define NHISCAN_PART [[gnu::always_inline]] inline

NHISCAN_PART TwoBlocks behind(std::uint64_t previous, std::uint64_t current) {
  return TwoBlocks{current} << kKindBlock | previous;
}

NHISCAN_PART std::uint64_t second_of(TwoBlocks mask) {
  return static_cast<std::uint64_t>(mask >> kKindBlock);
}

/// Where 16 bits in a row end.
NHISCAN_PART TwoBlocks ends_of_16(TwoBlocks x) {
  x &= x << 1U;
  x &= x << 2U;
  x &= x << 4U;
  return x & x << 8U;
}

/// Where one of 16 bits is set.
NHISCAN_PART TwoBlocks any_of_16(TwoBlocks x) {
  x |= x << 1U;
  x |= x << 2U;
  x |= x << 4U;
  return x | x << 8U;
}

/// Where stretches of 20 with enough changes end, of those that `ends` has.
NHISCAN_PART std::uint64_t ends_of_changing(std::uint64_t ends, const Kinds& before,
                                            const Kinds& now) {
  const TwoBlocks upper = behind(before.upper, now.upper);
  const TwoBlocks lower = behind(before.lower, now.lower);
  const TwoBlocks digit = behind(before.digit, now.digit);
  const TwoBlocks kind = upper | lower | digit;
  const TwoBlocks same = (upper & upper << 1U) | (lower & lower << 1U) | (digit & digit << 1U);
  const TwoBlocks changes = kind & kind << 1U & ~same;
  constexpr unsigned kSteps = kLongestSpot - 1;
  std::uint64_t found = 0;
  for (; ends != 0; ends &= ends - 1) {
    const auto end = static_cast<unsigned>(std::countr_zero(ends));
    const auto window = static_cast<std::uint32_t>(changes >> (kKindBlock + end + 1 - kSteps)) &
                        ((1U << kSteps) - 1);
    if (std::popcount(window) >= kFewestChanges) found |= std::uint64_t{1} << end;
  }
  return found;
}

/// At which bytes of the block spots end.
NHISCAN_PART std::uint64_t spot_ends(const Kinds& before, const Kinds& now) {
  // Without a digit, a spot has half as many upper-case letters as changes.
  constexpr unsigned kOutOfReach = kKindBlock - kLongestSpot;
  const bool no_digit = (now.digit | before.digit >> kOutOfReach) == 0;
  if (no_digit &&
      std::popcount(now.upper) + std::popcount(before.upper >> kOutOfReach) < kFewestChanges / 2)
    return 0;
  const TwoBlocks any = behind(before.any, now.any);
  const TwoBlocks runs = ends_of_16(any);
  if (second_of(runs) == 0) return 0;
  const TwoBlocks digit = behind(before.digit, now.digit);
  std::uint64_t ends = 0;
  if (!no_digit)
    ends = second_of(ends_of_16(any & ~behind(before.apart, now.apart)) & any_of_16(digit));
  ends |= second_of(ends_of_16(behind(before.upper, now.upper) | digit));
  const TwoBlocks longer = runs & runs << (kLongestSpot - kShortestSpot);
  return ends | ends_of_changing(second_of(longer) & ~ends, before, now);
}

NHISCAN_PART Kinds kinds_of(const char* block) {
  Kinds kinds;
  for (std::size_t i = 0; i < kKindBlock; ++i) {
    const auto byte = static_cast<unsigned char>(block[i]);
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

/// Looks at the blocks of `text`, behind one of the kinds `before`, which becomes the last one;
/// `ends` is where spots end in each.
using BlockReader = void (*)(const char* text, std::size_t blocks, Kinds& before,
                             std::uint64_t* ends);

#if defined(__x86_64__)

#define NHISCAN_AVX2 [[gnu::target("avx2,bmi,bmi2,popcnt")]]

NHISCAN_AVX2 inline std::uint32_t top_bits_avx2(__m256i bytes) {
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(bytes));
}

NHISCAN_AVX2 inline Kinds kinds_of_half_avx2(const char* text) {
  const __m256i low_half = _mm256_set1_epi8(0x0f);
  const __m256i of_low = _mm256_broadcastsi128_si256(
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(kKindOfLow.data())));
  const __m256i of_high = _mm256_broadcastsi128_si256(
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(kKindOfHigh.data())));
  const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text));
  const __m256i high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), low_half);
  const __m256i kind =
      _mm256_and_si256(_mm256_shuffle_epi8(of_low, _mm256_and_si256(bytes, low_half)),
                       _mm256_shuffle_epi8(of_high, high));
  Kinds kinds;
  kinds.any =
      static_cast<std::uint32_t>(~top_bits_avx2(_mm256_cmpeq_epi8(kind, _mm256_setzero_si256())));
  kinds.digit = top_bits_avx2(_mm256_slli_epi16(kind, 7));
  kinds.apart =
      top_bits_avx2(_mm256_or_si256(_mm256_slli_epi16(kind, 6), _mm256_slli_epi16(kind, 3)));
  kinds.upper =
      top_bits_avx2(_mm256_or_si256(_mm256_slli_epi16(kind, 5), _mm256_slli_epi16(kind, 4)));
  kinds.lower =
      top_bits_avx2(_mm256_or_si256(_mm256_slli_epi16(kind, 2), _mm256_slli_epi16(kind, 1)));
  return kinds;
}

NHISCAN_AVX2 void read_blocks_avx2(const char* text, std::size_t blocks, Kinds& before,
                                   std::uint64_t* ends) {
  for (std::size_t i = 0; i < blocks; ++i, text += kKindBlock) {
    const Kinds first = kinds_of_half_avx2(text);
    const Kinds second = kinds_of_half_avx2(text + kKindBlock / 2);
    const Kinds now{first.any | second.any << 32U, first.digit | second.digit << 32U,
                    first.upper | second.upper << 32U, first.lower | second.lower << 32U,
                    first.apart | second.apart << 32U};
    ends[i] = spot_ends(before, now);
    before = now;
  }
}

#endif

void read_blocks(const char* text, std::size_t blocks, Kinds& before, std::uint64_t* ends) {
  for (std::size_t i = 0; i < blocks; ++i, text += kKindBlock) {
    const Kinds now = kinds_of(text);
    ends[i] = spot_ends(before, now);
    before = now;
  }
}

BlockReader block_reader() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") &&
      __builtin_cpu_supports("popcnt"))
    return read_blocks_avx2;
#endif
  return read_blocks;
}

/// Gives `take(begin of a block, where spots end in it)` for the blocks that have any, until it
/// says false.
template <class Take>
void for_each_block(std::string_view text, Take take) {
  static const BlockReader read = block_reader();
  constexpr std::size_t kBlocks = 16;
  std::array<std::uint64_t, kBlocks> ends;
  Kinds before;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t blocks = std::min(kBlocks, (text.size() - at) / kKindBlock);
    if (blocks > 0) {
      read(text.data() + at, blocks, before, ends.data());
    } else {
      std::array<char, kKindBlock> last{};
      std::ranges::copy(text.substr(at), last.begin());
      blocks = 1;
      read(last.data(), blocks, before, ends.data());
    }
    for (std::size_t i = 0; i < blocks; ++i, at += kKindBlock)
      if (ends[i] != 0 && !take(at, ends[i])) return;
  }
}

#undef NHISCAN_PART

}  // namespace

bool has_spot(std::string_view text) {
  bool found = false;
  for_each_block(text, [&](std::size_t /*at*/, std::uint64_t /*ends*/) {
    found = true;
    return false;
  });
  return found;
}

void add_spot_windows(std::string_view text, std::size_t before, std::size_t after,
                      std::vector<Span>& out) {
  const std::size_t first = out.size();
  for_each_block(text, [&](std::size_t at, std::uint64_t ends) {
    const std::size_t first_end = at + static_cast<std::size_t>(std::countr_zero(ends)) + 1;
    const std::size_t last_end = at + kKindBlock - static_cast<std::size_t>(std::countl_zero(ends));
    const Span window{first_end - std::min(first_end, before),
                      std::min(text.size(), last_end + after)};
    if (out.size() > first && window.begin <= out.back().end)
      out.back().end = window.end;
    else
      out.push_back(window);
    return true;
  });
}

}  // namespace nhiscan
