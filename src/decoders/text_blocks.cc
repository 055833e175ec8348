// Masks of bits for the bytes of a block, with AVX2 where the processor has it.
#include "decoders/text_blocks.h"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "base/encoding.h"

namespace nhiscan {

bool is_sample_of_numbers(const char* bytes) {
  const std::string_view sample(bytes, kNumberSample);
  return std::ranges::all_of(sample, [](char c) { return kNumbers.has(c); }) &&
         std::ranges::any_of(sample, [](char c) { return kHexDigits.has(c); });
}

bool is_sample_of_casts(const char* bytes) {
  const std::string_view sample(bytes, kCastSample);
  return std::ranges::all_of(sample, [](char c) { return kCasts.has(c); });
}

namespace {

bool is_mark(char c, char next) {
  if (c == '=') return next == '3' || next == '\n' || next == '\r';
  return c == '%' || c == '&' || c == '\\' || c == '\x1b';
}

/// Bit i is set where the mask has so many ones from i on as a run has digits at least.
std::uint64_t run_begins(std::uint64_t mask) {
  static_assert(kShortestRun == 24);
  mask &= mask >> 1U;
  mask &= mask >> 2U;
  mask &= mask >> 4U;
  return mask & (mask >> 8U) & (mask >> 16U);
}

/// Goes on with a block, of which the bytes in `others` are no digits; true where a run is met.
inline bool meets_run(std::uint64_t others, RunSearch& search) {
  const auto leading = static_cast<std::size_t>(std::countr_zero(others));
  if (search.before + leading >= kShortestRun) {
    search.begin = search.at - search.before;
    search.end = search.at + leading;
    return true;
  }
  if (const std::uint64_t begins = run_begins(~others); begins != 0) {
    search.begin = search.at + static_cast<std::size_t>(std::countr_zero(begins));
    search.end = search.begin + kShortestRun;
    return true;
  }
  search.before = static_cast<std::size_t>(std::countl_zero(others));
  return false;
}

std::uint64_t plain_others(const char* bytes) {
  std::uint64_t mask = 0;
  for (std::size_t i = 0; i < kBlock; ++i)
    mask |= std::uint64_t{!kBase64.has(bytes[i])} << i;
  return mask;
}

bool plain_run(const char* bytes, std::size_t blocks, RunSearch& search) {
  for (; blocks > 0; --blocks, bytes += kBlock, search.at += kBlock)
    if (meets_run(plain_others(bytes), search)) return true;
  return false;
}

std::uint64_t plain_marks_of_block(const char* bytes) {
  std::uint64_t mask = 0;
  for (std::size_t i = 0; i < kBlock; ++i)
    mask |= std::uint64_t{is_mark(bytes[i], bytes[i + 1])} << i;
  return mask;
}

std::uint64_t plain_marks(const char*& bytes, std::size_t blocks) {
  for (; blocks > 0; --blocks, bytes += kBlock)
    if (const std::uint64_t marks = plain_marks_of_block(bytes); marks != 0) return marks;
  return 0;
}

std::size_t plain_numbers(const char* bytes, std::size_t groups) {
  for (std::size_t i = 0; i < groups * kNumberSamplesAtOnce; ++i)
    if (is_sample_of_numbers(bytes + i * kNumberDistance)) return i / kNumberSamplesAtOnce;
  return groups;
}

DigitBits plain_digits(const char* bytes) {
  DigitBits bits;
  for (std::size_t i = 0; i < kBlock; ++i) {
    const std::uint64_t value = kBase64Values[static_cast<unsigned char>(bytes[i])];
    for (unsigned bit = 0; bit < bits.of_value.size(); ++bit)
      bits.of_value[bit] |= (value >> bit & 1U) << i;
    bits.signs |= std::uint64_t{value >= 62} << i;
  }
  return bits;
}

std::size_t plain_casts(const char* bytes, std::size_t groups) {
  for (std::size_t i = 0; i < groups * kCastSamplesAtOnce; ++i)
    if (is_sample_of_casts(bytes + i * kCastDistance)) return i / kCastSamplesAtOnce;
  return groups;
}

#if defined(__x86_64__)
// NOLINTBEGIN(portability-simd-intrinsics): what the standard has doesn't shuffle
#define NHISCAN_AVX2 __attribute__((target("avx2"))) inline

NHISCAN_AVX2 __m256i half_of(const char* bytes, std::size_t half) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + half * 32));
}

NHISCAN_AVX2 std::uint64_t bits_of(__m256i low, __m256i high) {
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(low)) |
         std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(high))} << 32U;
}

/// Bytes by their two halves: which rows of the ASCII table the upper four bits stand for, and in
/// which of them the lower four bits are a digit.
NHISCAN_AVX2 __m256i others_in(__m256i block) {
  const __m256i rows =
      _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 0, 1, 2, 4, 8, 4, 16, 0, 0, 0, 0, 0, 0, 0, 0));
  const __m256i columns = _mm256_broadcastsi128_si256(_mm_setr_epi8(
      2 + 8 + 16, 30, 30, 30, 30, 30, 30, 30, 30, 30, 4 + 8 + 16, 1 + 4, 4, 1 + 4, 4, 1 + 4 + 8));
  const __m256i upper = _mm256_and_si256(_mm256_srli_epi16(block, 4), _mm256_set1_epi8(15));
  const __m256i is_digit =
      _mm256_and_si256(_mm256_shuffle_epi8(rows, upper), _mm256_shuffle_epi8(columns, block));
  return _mm256_cmpeq_epi8(is_digit, _mm256_setzero_si256());
}

NHISCAN_AVX2 std::uint64_t avx2_others(const char* bytes) {
  return bits_of(others_in(half_of(bytes, 0)), others_in(half_of(bytes, 1)));
}

NHISCAN_AVX2 bool avx2_run(const char* bytes, std::size_t blocks, RunSearch& search) {
  for (; blocks > 0; --blocks, bytes += kBlock, search.at += kBlock)
    if (meets_run(avx2_others(bytes), search)) return true;
  return false;
}

/// Where the block has bytes of the table, in which each stands at its lower four bits.
NHISCAN_AVX2 __m256i bytes_of_table(__m128i table, __m256i block) {
  return _mm256_cmpeq_epi8(_mm256_shuffle_epi8(_mm256_broadcastsi128_si256(table), block), block);
}

NHISCAN_AVX2 std::uint64_t avx2_marks_of_block(const char* bytes) {
  const __m128i table = _mm_setr_epi8(-1, 0, 0, 0, 0, '%', '&', 0, 0, 0, 0, '\x1b', '\\', 0, 0, 0);
  const __m256i low = half_of(bytes, 0);
  const __m256i high = half_of(bytes, 1);
  const __m256i equals = _mm256_set1_epi8('=');
  const std::uint64_t marks = bits_of(bytes_of_table(table, low), bytes_of_table(table, high));
  const std::uint64_t signs =
      bits_of(_mm256_cmpeq_epi8(low, equals), _mm256_cmpeq_epi8(high, equals));
  if (signs == 0) return marks;
  const __m128i next = _mm_setr_epi8(-1, 0, 0, '3', 0, 0, 0, 0, 0, 0, '\n', 0, 0, '\r', 0, 0);
  const std::uint64_t after = bits_of(bytes_of_table(next, low), bytes_of_table(next, high)) >> 1U |
                              std::uint64_t{is_mark('=', bytes[kBlock])} << 63U;
  return marks | (signs & after);
}

NHISCAN_AVX2 std::uint64_t avx2_marks(const char*& bytes, std::size_t blocks) {
  for (; blocks > 0; --blocks, bytes += kBlock)
    if (const std::uint64_t marks = avx2_marks_of_block(bytes); marks != 0) return marks;
  return 0;
}

/// As `others_in`; a sample in each 8 bytes.
NHISCAN_AVX2 bool avx2_has_sample(const char* bytes) {
  const auto sample = [bytes](std::size_t i) {
    std::int64_t value = 0;
    std::memcpy(&value, bytes + i * kNumberDistance, sizeof value);
    return value;
  };
  const __m256i samples = _mm256_set_epi64x(sample(3), sample(2), sample(1), sample(0));
  const __m256i rows =
      _mm256_broadcastsi128_si256(_mm_setr_epi8(1, 0, 2, 4, 8, 16, 8, 16, 0, 0, 0, 0, 0, 0, 0, 0));
  const __m256i columns = _mm256_broadcastsi128_si256(
      _mm_setr_epi8(2 + 4, 12, 12, 12, 12, 12, 12, 4, 4 + 16, 1 + 4, 4, 0, 2, 0, 0, 0));
  const __m256i upper = _mm256_and_si256(_mm256_srli_epi16(samples, 4), _mm256_set1_epi8(15));
  const __m256i is_of_one =
      _mm256_and_si256(_mm256_shuffle_epi8(rows, upper), _mm256_shuffle_epi8(columns, samples));
  const __m256i others = _mm256_cmpeq_epi8(is_of_one, _mm256_setzero_si256());
  const __m256i are_numbers = _mm256_cmpeq_epi64(others, _mm256_setzero_si256());
  const __m256i digits = _mm256_and_si256(is_of_one, _mm256_set1_epi8(4 + 8));
  return _mm256_testz_si256(are_numbers, digits) == 0;
}

NHISCAN_AVX2 std::size_t avx2_numbers(const char* bytes, std::size_t groups) {
  for (std::size_t i = 0; i < groups; ++i)
    if (avx2_has_sample(bytes + i * kNumberSamplesAtOnce * kNumberDistance)) return i;
  return groups;
}
/// Digits of base64 by their upper four bits, but for the signs.
NHISCAN_AVX2 __m256i values_in(__m256i digits, __m256i are_signs) {
  const __m256i shifts = _mm256_broadcastsi128_si256(
      _mm_setr_epi8(0, 0, 0, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0));
  const __m256i half = _mm256_set1_epi8(15);
  const __m256i upper = _mm256_and_si256(_mm256_srli_epi16(digits, 4), half);
  const __m256i values = _mm256_add_epi8(digits, _mm256_shuffle_epi8(shifts, upper));
  // `+` and `-` are 62, `/` and `_`, which end with four ones, are 63.
  const __m256i are_last = _mm256_cmpeq_epi8(_mm256_and_si256(digits, half), half);
  const __m256i of_signs = _mm256_sub_epi8(_mm256_set1_epi8(62), are_last);
  return _mm256_blendv_epi8(values, of_signs, are_signs);
}

NHISCAN_AVX2 __m256i signs_in(__m256i digits) {
  return _mm256_or_si256(_mm256_cmpgt_epi8(_mm256_set1_epi8('0'), digits),
                         _mm256_cmpeq_epi8(digits, _mm256_set1_epi8('_')));
}

NHISCAN_AVX2 DigitBits avx2_digits(const char* bytes) {
  const __m256i low_signs = signs_in(half_of(bytes, 0));
  const __m256i high_signs = signs_in(half_of(bytes, 1));
  const __m256i low = values_in(half_of(bytes, 0), low_signs);
  const __m256i high = values_in(half_of(bytes, 1), high_signs);
  return {{bits_of(_mm256_slli_epi16(low, 7), _mm256_slli_epi16(high, 7)),
           bits_of(_mm256_slli_epi16(low, 6), _mm256_slli_epi16(high, 6)),
           bits_of(_mm256_slli_epi16(low, 5), _mm256_slli_epi16(high, 5)),
           bits_of(_mm256_slli_epi16(low, 4), _mm256_slli_epi16(high, 4)),
           bits_of(_mm256_slli_epi16(low, 3), _mm256_slli_epi16(high, 3)),
           bits_of(_mm256_slli_epi16(low, 2), _mm256_slli_epi16(high, 2))},
          bits_of(low_signs, high_signs)};
}

/// Bytes by their two halves, as in `others_in`: a bit for each upper half.
struct HalvesOfBytes {
  alignas(16) std::array<char, 16> rows{};
  alignas(16) std::array<char, 16> columns{};
};

constexpr HalvesOfBytes halves_of(std::string_view bytes) {
  HalvesOfBytes halves;
  unsigned next = 1;
  for (const char c : bytes) {
    char& row = halves.rows[static_cast<unsigned char>(c) / 16U];
    if (row == 0) {
      row = static_cast<char>(next);
      next *= 2;
    }
    char& column = halves.columns[static_cast<unsigned char>(c) % 16U];
    column = static_cast<char>(column | row);
  }
  return halves;
}

NHISCAN_AVX2 __m256i table_of(const std::array<char, 16>& half) {
  return _mm256_broadcastsi128_si256(_mm_load_si128(reinterpret_cast<const __m128i*>(half.data())));
}

NHISCAN_AVX2 __m256i two_samples(const char* bytes, std::size_t distance) {
  const __m128i first = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
  const __m128i second = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + distance));
  return _mm256_set_m128i(second, first);
}

NHISCAN_AVX2 std::size_t avx2_casts(const char* bytes, std::size_t groups) {
  static constexpr HalvesOfBytes kHalves = halves_of(kCastBytes);
  const __m256i rows = table_of(kHalves.rows);
  const __m256i columns = table_of(kHalves.columns);
  for (std::size_t i = 0; i < groups; ++i, bytes += kCastSamplesAtOnce * kCastDistance) {
    const __m256i samples = two_samples(bytes, kCastDistance);
    const __m256i upper = _mm256_and_si256(_mm256_srli_epi16(samples, 4), _mm256_set1_epi8(15));
    const __m256i is_one =
        _mm256_and_si256(_mm256_shuffle_epi8(rows, upper), _mm256_shuffle_epi8(columns, samples));
    const auto others = static_cast<std::uint32_t>(
        _mm256_movemask_epi8(_mm256_cmpeq_epi8(is_one, _mm256_setzero_si256())));
    if ((others & 0xFFFFU) == 0 || others >> 16U == 0) return i;
  }
  return groups;
}
#undef NHISCAN_AVX2
// NOLINTEND(portability-simd-intrinsics)
#endif

BlockTests block_tests() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2"))
    return {avx2_run, avx2_marks, avx2_numbers, avx2_casts, avx2_digits};
#endif
  return {plain_run, plain_marks, plain_numbers, plain_casts, plain_digits};
}

}  // namespace

const BlockTests kBlockTests = block_tests();

}  // namespace nhiscan
