// The hash of a line is a polynomial rolling hash over the 100 characters that start at it, so that
// it survives edits elsewhere in the file; spaces and tabs don't count, so that it survives a new
// indent. Occurrences tell equal lines apart, which needs a second pass: only hashes that were
// asked for are counted then, where one pass would have to remember every line's.
#include "scan/line_hash.h"

#include <array>
#include <cstdint>
#include <unordered_map>

#include "base/text.h"

namespace nhiscan {
namespace {

constexpr std::size_t kWindow = 100;  // UTF-16 code units
constexpr std::uint64_t kBase = 37;
constexpr std::uint64_t kEndOfFile = 65535;

constexpr std::uint64_t base_to_the_window() {
  std::uint64_t power = 1;
  for (std::size_t i = 0; i < kWindow; ++i)
    power *= kBase;
  return power;
}

/// Calls `on_line(number, hash)` for every line, in order, until it has the hash of `last_line`.
/// A lone `\r` ends a line for the algorithm but not for us: the line after it has the number 0.
template <class OnLine>
class LineHasher {
 public:
  LineHasher(OnLine on_line, std::size_t last_line) : on_line_(on_line), last_line_(last_line) {
    starts_.fill(kNoStart);
  }

  void run(std::string_view text) {
    for (std::size_t offset = 0; offset < text.size() && !done_;) {
      const CodePoint point = code_point_at(text, offset);
      offset += point.size;
      character(point.value);
    }
    unit(kEndOfFile);
    for (std::size_t i = 0; i < kWindow && !done_; ++i)
      push(0);
  }

 private:
  static constexpr std::size_t kNoStart = static_cast<std::size_t>(-1);

  void character(char32_t value) {
    const bool completes_crlf = after_return_ && value == '\n';
    after_return_ = value == '\r';
    if (value == ' ' || value == '\t') return;
    if (value == '\r' || (value == '\n' && !completes_crlf)) {
      unit('\n');
    } else if (value >= 0x10000) {
      unit(0xD800 + ((value - 0x10000) >> 10));
      unit(0xDC00 + ((value - 0x10000) & 0x3FF));
    } else if (value != '\n') {
      unit(value);
    }
    if (value == '\n') next_number_ = ++lines_ended_ + 1;
    if (value == '\r') next_number_ = 0;
  }

  void unit(std::uint64_t value) {
    const std::size_t start = at_line_start_ ? next_number_ : kNoStart;
    at_line_start_ = value == '\n';
    push(value, start);
  }

  /// Moves the window by one; whichever line started where it now begins is complete.
  void push(std::uint64_t value, std::size_t start = kNoStart) {
    if (starts_[position_] != kNoStart) {
      on_line_(starts_[position_], hash_);
      done_ = done_ || starts_[position_] >= last_line_;
    }
    hash_ = kBase * hash_ + value - base_to_the_window() * window_[position_];
    window_[position_] = value;
    starts_[position_] = start;
    position_ = (position_ + 1) % kWindow;
  }

  OnLine on_line_;
  std::size_t last_line_;
  bool done_ = false;
  std::uint64_t hash_ = 0;
  std::array<std::uint64_t, kWindow> window_{};
  std::array<std::size_t, kWindow> starts_{};
  std::size_t position_ = 0;
  bool at_line_start_ = true;
  bool after_return_ = false;
  std::size_t lines_ended_ = 0;
  std::size_t next_number_ = 1;
};

template <class OnLine>
void hash_lines(std::string_view text, std::size_t last_line, OnLine on_line) {
  LineHasher<OnLine>(on_line, last_line).run(text);
}

std::string hex(std::uint64_t value) {
  std::string digits;
  do {
    digits.insert(digits.begin(), "0123456789abcdef"[value & 0xF]);
    value >>= 4;
  } while (value != 0);
  return digits;
}

}  // namespace

std::vector<std::string> line_hashes(std::string_view text, std::span<const std::size_t> lines) {
  std::vector<std::string> values(lines.size());
  if (lines.empty()) return values;

  std::unordered_map<std::uint64_t, std::size_t> occurrences;
  std::size_t next = 0;
  hash_lines(text, lines.back(), [&](std::size_t number, std::uint64_t hash) {
    while (next < lines.size() && lines[next] < number)
      ++next;
    if (next < lines.size() && lines[next] == number) occurrences.emplace(hash, 0);
  });

  next = 0;
  hash_lines(text, lines.back(), [&](std::size_t number, std::uint64_t hash) {
    const auto seen = occurrences.find(hash);
    if (seen == occurrences.end()) return;
    ++seen->second;
    while (next < lines.size() && lines[next] < number)
      ++next;
    for (; next < lines.size() && lines[next] == number; ++next) {
      values[next] = hex(hash) + ":" + std::to_string(seen->second);
    }
  });
  return values;
}

}  // namespace nhiscan
