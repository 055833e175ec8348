#include "decoders/text_builder.h"

#include <algorithm>
#include <optional>

#include "base/encoding.h"

namespace nhiscan {
namespace {

constexpr char32_t kHalfOfPair = 0xFFFD;
constexpr char32_t kEscape = 0x1B;

/// The number that `count` hex digits at `at` write.
std::optional<char32_t> hex_number(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  char32_t number = 0;
  for (const char c : text.substr(at, count)) {
    const std::size_t digit =
        std::string_view("0123456789abcdef").find(static_cast<char>(c | 0x20));
    if (digit == std::string_view::npos) return std::nullopt;
    number = number << 4U | static_cast<char32_t>(digit);
  }
  return number;
}

bool is_half_of_pair(char32_t unit) { return unit >= 0xD800 && unit <= 0xDFFF; }

/// The bytes behind an escape character that belong to its sequence.
std::size_t sequence_size(std::string_view rest) {
  if (!rest.starts_with('[')) return 0;
  const std::size_t end = rest.find_first_not_of("0123456789;:?", 1);
  return end == std::string_view::npos ? 0 : end + 1;
}

}  // namespace

void TextBuilder::copy(Span span) {
  if (span.size() == 0) return;
  way_back_.add({text_.size(), span.begin, 1, 1});
  text_ += parent_.substr(span.begin, span.size());
}

void TextBuilder::decode(std::string_view text, Span from) {
  if (text.empty()) return;
  way_back_.add({text_.size(), from.begin, text.size(), from.size()});
  text_ += text;
}

void TextBuilder::put(std::string_view text, std::size_t place) {
  if (text.empty()) return;
  way_back_.add({text_.size(), place, 1, 0});
  text_ += text;
}

void TextBuilder::decode_json(Span span, TerminalSequences sequences) {
  std::size_t from = span.begin;
  while (from < span.end) {
    const std::size_t escape = std::min(parent_.substr(0, span.end).find('\\', from), span.end);
    copy({from, escape});
    if (escape == span.end) return;
    from = decode_json_escape(escape, span.end, sequences);
  }
}

/// Returns where it ends.
std::size_t TextBuilder::decode_json_escape(std::size_t at, std::size_t end,
                                            TerminalSequences sequences) {
  static constexpr std::string_view kLetters = "\"\\/bfnrtv'0";
  static constexpr std::string_view kMeanings{"\"\\/\b\f\n\r\t\v'\0", 11};
  const std::string_view text = parent_.substr(0, end);
  const auto two = [&] {
    copy({at, std::min(at + 2, end)});
    return std::min(at + 2, end);
  };
  if (at + 1 >= end) return two();
  if (const std::size_t letter = kLetters.find(text[at + 1]); letter != std::string_view::npos) {
    decode(kMeanings.substr(letter, 1), {at, at + 2});
    return at + 2;
  }
  if (text[at + 1] == '\n') return at + 2;  // JSON5: the line goes on
  const bool is_short = text[at + 1] == 'x';
  if (text[at + 1] != 'u' && !is_short) return two();
  const auto unit = hex_number(text, at + 2, is_short ? 2 : 4);
  if (!unit) return two();
  std::size_t next = at + (is_short ? 4 : 6);
  char32_t character = *unit;
  if (is_half_of_pair(character)) {
    const auto low = text.substr(next).starts_with("\\u") ? hex_number(text, next + 2, 4) : unit;
    const bool is_pair = character < 0xDC00 && low && *low >= 0xDC00 && *low <= 0xDFFF;
    if (is_pair) next += 6;
    character = is_pair ? 0x10000 + ((character - 0xD800) << 10U) + (*low - 0xDC00) : kHalfOfPair;
  }
  if (character == kEscape && sequences == TerminalSequences::drop)
    if (const std::size_t size = sequence_size(text.substr(next)); size > 0) return next + size;
  std::string utf8;
  append_utf8(utf8, character);
  decode(utf8, {at, next});
  return next;
}

Part TextBuilder::part() const {
  Part part;
  part.lines = Part::Lines::parent;
  part.bytes = text_;
  part.way_back = way_back_;
  return part;
}

}  // namespace nhiscan
