#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/byte_set.h"
#include "decoders/text_marks.h"

namespace nhiscan {

// What text_marks.cc asks of every text, a block of bytes at a time.

inline constexpr std::size_t kBlock = 64;

inline constexpr ByteSet kBase64 = ByteSet::alphanumeric("+/-_");
inline constexpr ByteSet kNumbers("0123456789abcdefABCDEFxX,: \t");
inline constexpr ByteSet kHexDigits("0123456789abcdefABCDEF");
// Every run of numbers that is long enough holds a sample, so many bytes from a multiple of the
// distance on, with a digit in it.
inline constexpr std::size_t kNumberSample = 8;
inline constexpr std::size_t kNumberDistance = kShortestNumbers - kNumberSample;
inline constexpr std::size_t kNumberSamplesAtOnce = 4;
// The same of lists with casts.
inline constexpr std::string_view kCastBytes = "0123456789abcdefABCDEFxX,()-. \t\r\nhorsty";
inline constexpr ByteSet kCasts(kCastBytes);
inline constexpr std::size_t kCastSample = 16;
inline constexpr std::size_t kCastDistance = kShortestCasts - kCastSample;
inline constexpr std::size_t kCastSamplesAtOnce = 2;

/// Where a run of digits was met, in blocks that are looked at one by one.
struct RunSearch {
  std::size_t at = 0;      ///< the block
  std::size_t before = 0;  ///< digits that end where it begins
  std::size_t begin = 0;   ///< of the run
  std::size_t end = 0;     ///< as far as it was seen
};

// Those of its 64 bytes at which base64 that is looked at may begin: the units behind are there.
inline constexpr std::size_t kStartsOfBlock = 48;
inline constexpr std::uint64_t kAllStarts = (std::uint64_t{1} << kStartsOfBlock) - 1;

/// The digits of a block of base64: the bits of their values, and which of them are signs.
struct DigitBits {
  std::array<std::uint64_t, 6> of_value{};  ///< the lowest first
  std::uint64_t signs = 0;
};

/// What is asked of blocks of 64 bytes.
struct BlockTests {
  /// Goes on with so many blocks to the first run that is long enough.
  bool (*run)(const char* bytes, std::size_t blocks, RunSearch& search);
  /// MarkFinder's, as bits, of the first of so many blocks that has some, to which `bytes` moves;
  /// looks at one byte more.
  std::uint64_t (*marks)(const char*& bytes, std::size_t blocks);
  /// How many groups of samples stand before the first of which one may be of a run.
  std::size_t (*numbers)(const char* bytes, std::size_t groups);
  std::size_t (*casts)(const char* bytes, std::size_t groups);
  /// Those of bytes that are no digits may be any.
  DigitBits (*digits)(const char* bytes);
};

/// Whether kNumberSample bytes from there on may be of a list of numbers.
bool is_sample_of_numbers(const char* bytes);
/// Whether kCastSample bytes from there on may be of a list with casts.
bool is_sample_of_casts(const char* bytes);

/// Those for this processor.
extern const BlockTests kBlockTests;

}  // namespace nhiscan
