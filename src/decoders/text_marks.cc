// Every byte of every text goes through here, 64 at a time. It takes 0.05 ns a byte.
#include "decoders/text_marks.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include "base/byte_set.h"
#include "base/text.h"
#include "decoders/text_blocks.h"

namespace nhiscan {
namespace {

constexpr ByteSet kToken = ByteSet::alphanumeric("+/-_=.~");

/// Of which digits of a block the four units from there on may hold UTF-8. A byte's two upper bits
/// are 10 where it goes on with a character, 11 where it begins one; of a unit's three bytes they
/// are the bits 5 and 4 of the first digit's value, 3 and 2 of the second's, 1 and 0 of the
/// third's.
std::uint64_t text_starts(const DigitBits& digits) {
  struct Bytes {
    Bytes(std::uint64_t first, std::uint64_t second)
        : high(first), begin(first & second), go_on(first & ~second) {}
    std::uint64_t high;
    std::uint64_t begin;
    std::uint64_t go_on;
  };
  const Bytes first(digits.of_value[5], digits.of_value[4]);
  const Bytes second(digits.of_value[3] >> 1U, digits.of_value[2] >> 1U);
  const Bytes third(digits.of_value[1] >> 2U, digits.of_value[0] >> 2U);
  const auto breaks = [](const Bytes& bytes, std::uint64_t next_go_on) {
    return (bytes.begin & ~next_go_on) | (next_go_on & ~bytes.high);
  };
  const std::uint64_t broken =
      breaks(first, second.go_on) | breaks(second, third.go_on) | breaks(third, first.go_on >> 4U);
  return ~(first.go_on | broken | broken >> 4U | broken >> 8U | broken >> 12U);
}

/// The run of which the sample at `at` is part.
Span numbers_round(std::string_view text, std::size_t at, std::size_t from) {
  Span run{at, at};
  while (!kHexDigits.has(text[run.begin]))
    ++run.begin;
  for (std::size_t i = run.begin;
       i > from && kNumbers.has(text[i - 1]) && run.begin - i < kNumberSample;)
    if (kHexDigits.has(text[--i])) run.begin = i;
  run.end = run.begin + 1;
  for (std::size_t i = run.end;
       i < text.size() && kNumbers.has(text[i]) && i - run.end < kNumberSample; ++i)
    if (kHexDigits.has(text[i])) run.end = i + 1;
  return run;
}

/// The same of casts.
Span casts_round(std::string_view text, std::size_t at, std::size_t from) {
  Span run{at, at + kCastSample};
  while (run.begin > from && kCasts.has(text[run.begin - 1]))
    --run.begin;
  while (run.end < text.size() && kCasts.has(text[run.end]))
    ++run.end;
  return run;
}

/// Samples of which every run that is looked for holds one.
struct Sampling {
  std::size_t size;      ///< of one, in bytes
  std::size_t distance;  ///< from where one begins to the next
  std::size_t at_once;
  std::size_t shortest;  ///< run
  bool (*is_one)(const char* bytes);
  Span (*run_round)(std::string_view text, std::size_t at, std::size_t from);
};

constexpr Sampling kNumberSampling{kNumberSample,    kNumberDistance,      kNumberSamplesAtOnce,
                                   kShortestNumbers, is_sample_of_numbers, numbers_round};
constexpr Sampling kCastSampling{kCastSample,    kCastDistance,      kCastSamplesAtOnce,
                                 kShortestCasts, is_sample_of_casts, casts_round};

/// `pass` says how many groups of samples stand before the first of which one may be of a run.
std::optional<Span> next_sampled(const Sampling& sampling, decltype(BlockTests::numbers) pass,
                                 std::string_view text, std::size_t from) {
  const std::size_t group = sampling.at_once * sampling.distance;
  const std::size_t reach = group - sampling.distance + sampling.size;
  std::size_t at = from;
  while (at + sampling.size <= text.size()) {
    if (at + reach <= text.size())
      at += group * pass(text.data() + at, (text.size() - at - reach) / group + 1);
    const std::size_t end = at + group;
    for (; at < end && at + sampling.size <= text.size(); at += sampling.distance) {
      if (!sampling.is_one(text.data() + at)) continue;
      const Span run = sampling.run_round(text, at, from);
      if (run.size() >= sampling.shortest) return run;
      from = std::max(run.end, at + sampling.size);
      at = from - sampling.distance;
    }
  }
  return std::nullopt;
}

/// What is left of a text from `at` on, at most a block, with zeros behind it.
struct LastBlock {
  LastBlock(std::string_view text, std::size_t at) { text.substr(at).copy(bytes.data(), kBlock); }
  std::array<char, kBlock + 1> bytes{};
};

}  // namespace

bool is_base64_digit(char c) { return kBase64.has(c); }
bool is_token_byte(char c) { return kToken.has(c); }

std::optional<Span> next_run(std::string_view text, std::size_t from) {
  if (from >= text.size()) return std::nullopt;
  RunSearch search{from};
  if (!kBlockTests.run(text.data() + from, (text.size() - from) / kBlock, search)) {
    const LastBlock last(text, search.at);
    if (!kBlockTests.run(last.bytes.data(), 1, search)) return std::nullopt;
  }
  Span run{search.begin, search.end};
  while (run.end < text.size() && is_base64_digit(text[run.end]))
    ++run.end;
  return run;
}

std::optional<Span> next_numbers(std::string_view text, std::size_t from) {
  return next_sampled(kNumberSampling, kBlockTests.numbers, text, from);
}

std::optional<Span> next_casts(std::string_view text, std::size_t from) {
  while (const auto run = next_sampled(kCastSampling, kBlockTests.casts, text, from)) {
    const std::string_view bytes = text.substr(run->begin, run->size());
    if (bytes.find_first_of("()") != std::string_view::npos) return run;
    from = run->end;
  }
  return std::nullopt;
}

std::size_t MarkFinder::next() {
  if (marks_ == 0 && block_ + kBlock < text_.size()) {
    const char* bytes = text_.data() + block_;
    marks_ = kBlockTests.marks(bytes, (text_.size() - block_ - 1) / kBlock);
    block_ = static_cast<std::size_t>(bytes - text_.data()) + (marks_ == 0 ? 0 : kBlock);
  }
  if (marks_ == 0) {
    if (block_ >= text_.size()) return text_.size();
    const LastBlock last(text_, block_);
    const char* bytes = last.bytes.data();
    marks_ = kBlockTests.marks(bytes, 1);
    block_ += kBlock;
    if (marks_ == 0) return text_.size();
  }
  const auto bit = static_cast<std::size_t>(std::countr_zero(marks_));
  marks_ &= marks_ - 1;
  return block_ - kBlock + bit;
}

std::optional<StartFinder::Start> StartFinder::next() {
  while (starts_ == 0) {
    if (block_ + kShortestRun > run_.end) return std::nullopt;
    read_block();
  }
  const auto bit = static_cast<unsigned>(std::countr_zero(starts_));
  starts_ &= starts_ - 1;
  const Start start{block_ - kStartsOfBlock + bit, (texts_ >> bit & 1U) != 0};
  return start.at + kShortestRun <= run_.end ? std::optional(start) : std::nullopt;
}

void StartFinder::read_block() {
  const DigitBits bits = block_ + kBlock <= text_.size()
                             ? kBlockTests.digits(text_.data() + block_)
                             : kBlockTests.digits(LastBlock(text_, block_).bytes.data());
  starts_ = (bits.signs << 1U | std::uint64_t{is_behind_sign_}) & kAllStarts;
  is_behind_sign_ = (bits.signs >> (kStartsOfBlock - 1) & 1U) != 0;
  texts_ = text_starts(bits);
  block_ += kStartsOfBlock;
}

std::size_t text_prefix(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    const char c = bytes[at];
    if (c == '\t' || c == '\n' || c == '\r' || c == '\x1b' || (c >= ' ' && c < '\x7f')) {
      ++at;
      continue;
    }
    if (c >= 0) return at;
    const CodePoint point = code_point_at(bytes, at);
    if (!point.valid) return at;
    at += point.size;
  }
  return at;
}

}  // namespace nhiscan
