#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "decoders/decoder.h"

namespace nhiscan {

/// What those read with who go through bytes that a text writes one by one.
/// @{
bool is_hex_byte(char c);

/// Zero behind the end.
inline char byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? text[at] : '\0';
}

/// Behind blanks and tabs.
std::size_t skip_blanks(std::string_view text, std::size_t at);

/// Behind hex digits.
std::size_t hex_end(std::string_view text, std::size_t at);

/// Behind the line end at `at`, where there is one.
std::optional<std::size_t> next_line(std::string_view text, std::size_t at);

/// Whether hex digits before it are not part of a word.
bool ends_word(char c);

/// What the digits stand for; those that are too many or of a greater base
/// count as the largest.
std::uint64_t number_of(std::string_view digits, unsigned base);
/// @}

/// Counts text bytes in a row.
class TextStretch {
 public:
  void add(std::uint64_t byte);
  [[nodiscard]] bool is_enough() const { return longest_ >= kLeast; }

 private:
  static constexpr std::size_t kLeast = 16;

  std::size_t count_ = 0;
  std::size_t longest_ = 0;
};

/// Gathers a part of bytes that are written one by one.
class BytePart {
 public:
  BytePart(std::string_view text, PartSink& sink) : text_(text), sink_(sink) {}

  void begin();
  /// The byte whose digits stand there.
  void add(Span digits, unsigned base);
  /// What the bytes of the text in `from` stand for.
  void add(std::string_view bytes, Span from);
  /// Gives the part if text comes out.
  void end(std::string_view step);

  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] bool is_wanted() const { return next_ == PartSink::Next::go_on; }
  [[nodiscard]] bool is_full() const { return bytes_.size() >= most(); }
  /// Bytes that a part holds at most.
  [[nodiscard]] std::size_t most() const;

 private:
  std::string_view text_;
  PartSink& sink_;
  PartSink::Next next_ = PartSink::Next::go_on;
  std::string bytes_;
  WayBack way_back_;
  TextStretch stretch_;
};

}  // namespace nhiscan
