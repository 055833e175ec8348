#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "nhiscan/finding.h"

namespace nhiscan {

/// Shorter ones hold no secret of their own: 24 base64 digits are 18 bytes.
inline constexpr std::size_t kShortestRun = 24;

/// The next run of at least kShortestRun base64 digits of either alphabet (RFC 4648, sections 4 and
/// 5), none of which stands before `from`.
std::optional<Span> next_run(std::string_view text, std::size_t from);

/// Eight of `0x67,` on a line; shorter ones hold no secret either.
inline constexpr std::size_t kShortestNumbers = 39;

/// The next run of at least kShortestNumbers bytes of a list of numbers: hex digits, with fewer
/// than 8 of `x`, blanks, `,` and `:` between two. None of it stands before `from`.
std::optional<Span> next_numbers(std::string_view text, std::size_t from);

/// Sixteen of `(byte)99,`.
inline constexpr std::size_t kShortestCasts = 143;

/// The next run of at least kShortestCasts bytes of which lists of bytes with casts consist
/// (`(byte)0x67, (char)104, 105.toByte()`), line ends and indents too, with a parenthesis in it.
/// None of it stands before `from`.
std::optional<Span> next_casts(std::string_view text, std::size_t from);

/// Finds the bytes with which something encoded may begin: `%`, `&`, `\`, ESC, and `=` before a
/// line end or a 3.
class MarkFinder {
 public:
  explicit MarkFinder(std::string_view text) : text_(text) {}

  /// The place of the next one; the text's size behind the last.
  std::size_t next();

 private:
  std::string_view text_;
  std::size_t block_ = 0;    // where the block after the one that `marks_` is of begins
  std::uint64_t marks_ = 0;  // of the block that weren't given yet
};

/// Finds where base64 may begin in a run: at its first digit, and behind each `+`, `-`, `/` and
/// `_`, since what stands before may be a name or path.
class StartFinder {
 public:
  struct Start {
    std::size_t at = 0;
    /// False where the 12 bytes from there on surely are no UTF-8: one goes on with a character
    /// that none begins, or one begins a character that the next doesn't go on with.
    bool may_be_text = false;
  };

  /// All of `run` are base64 digits.
  StartFinder(std::string_view text, Span run) : text_(text), block_(run.begin), run_(run) {}

  /// The next one that has kShortestRun digits.
  std::optional<Start> next();

 private:
  void read_block();

  std::string_view text_;
  std::size_t block_;  // where the next block begins
  Span run_;
  std::uint64_t starts_ = 0;  // of the block before, that weren't given yet
  std::uint64_t texts_ = 0;   // of all its bytes
  bool is_behind_sign_ = true;
};

/// Whether the byte is a base64 digit of either alphabet.
bool is_base64_digit(char c);

/// Whether it may be part of a token, a key's name or a host.
bool is_token_byte(char c);

/// How many bytes at the beginning are text: UTF-8 without control characters, but for tabs, line
/// ends and ESC.
std::size_t text_prefix(std::string_view bytes);

}  // namespace nhiscan
