// What each syntax escapes: RFC 3986, section 2.1; HTML, section 13.5 (the names that stand for
// ASCII); RFC 8259, section 7, with what C, JavaScript, Python and YAML add; RFC 2045, section 6.7;
// ECMA-48, section 5.4.
#include "decoders/escape_syntax.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "base/byte_set.h"
#include "base/encoding.h"
#include "decoders/text_marks.h"

namespace nhiscan {
namespace {

// Shorter words are no secrets, nor do they hide one.
constexpr std::size_t kLeastWord = 16;

struct Number {
  char32_t value = 0;
  std::size_t digits = 0;
};

/// The digits at `at`, at most so many.
Number number_at(std::string_view text, std::size_t at, std::size_t most, unsigned base) {
  Number number;
  while (number.digits < most && at + number.digits < text.size()) {
    const std::uint8_t digit = kHexValues[static_cast<unsigned char>(text[at + number.digits])];
    if (digit >= base || number.value > 0x10FFFF) break;
    number.value = number.value * base + digit;
    ++number.digits;
  }
  return number;
}

std::string utf8_of(char32_t c) {
  std::string text;
  append_utf8(text, c);
  return text;
}

Escape byte_escape(std::size_t size, char32_t byte) {
  return {size, std::string(1, static_cast<char>(byte))};
}

bool is_printable(const Escape& escape) {
  return escape.character.size() == 1 && escape.character[0] > ' ' && escape.character[0] < '\x7f';
}

/// A byte of a word, or of an escape in it.
bool is_word_byte(char c) {
  static constexpr ByteSet kOfEscapes("%&#;\\{}");
  return is_token_byte(c) || kOfEscapes.has(c);
}

/// Whether a word long enough to be a secret goes on over `[at, at + size)`.
bool is_in_word(std::string_view text, std::size_t at, std::size_t size) {
  std::size_t count = 0;
  for (std::size_t i = at; i > 0 && count < kLeastWord && is_word_byte(text[i - 1]); --i)
    ++count;
  for (std::size_t i = at + size; i < text.size() && count < kLeastWord && is_word_byte(text[i]);
       ++i)
    ++count;
  return count >= kLeastWord;
}

/// Whether a word that is long enough to be a secret begins at `at`.
bool begins_word(std::string_view text, std::size_t at) {
  return text.size() - at >= kLeastWord &&
         std::ranges::all_of(text.substr(at, kLeastWord), is_token_byte);
}

bool is_in_long_word(std::string_view text, std::size_t at, const Escape& escape) {
  return is_printable(escape) && is_in_word(text, at, escape.size);
}

/// Whether the four units of base64 at `at` hold ASCII text.
bool begins_encoded_text(std::string_view text, std::size_t at) {
  for (std::size_t unit = at; unit < at + kLeastWord; unit += 4) {
    std::uint32_t bytes = 0;
    for (const char c : text.substr(unit, 4))
      bytes = bytes << 6U | (kBase64Values[static_cast<unsigned char>(c)] & 63U);
    for (const unsigned shift : {16U, 8U, 0U}) {
      const std::uint32_t byte = bytes >> shift & 0xFFU;
      if ((byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t') || byte >= 0x7F)
        return false;
    }
  }
  return true;
}

/// Whether the line end escaped at `at` wraps base64 of something that is no text: an image.
bool is_in_wrapped_bytes(std::string_view text, std::size_t at, std::size_t next) {
  return at >= kLeastWord &&
         std::ranges::all_of(text.substr(at - kLeastWord, kLeastWord), is_base64_digit) &&
         !begins_encoded_text(text, next);
}

/// Whether `at` begins `NAME=`, `NAME: value` or so.
bool begins_assignment(std::string_view text, std::size_t at) {
  constexpr std::size_t kLongestKey = 64;
  constexpr std::size_t kShortestKey = 3;
  std::size_t end = at;
  while (end < text.size() && end - at < kLongestKey &&
         (is_base64_digit(text[end]) || text[end] == '.'))
    ++end;
  return end - at >= kShortestKey && end + 1 < text.size() && text[end] == '=' &&
         is_token_byte(text[end + 1]);
}

bool is_hex_digit(char c) { return kHexValues[static_cast<unsigned char>(c)] != kNoDigit; }

bool may_begin_percent(char next, char behind) {
  return next == 'u' || next == 'U' || (is_hex_digit(next) && is_hex_digit(behind));
}

bool may_begin_reference(char next, char /*behind*/) { return next == '#' || (next | 0x20) >= 'a'; }

bool may_begin_backslash(char next, char behind) {
  return (next != 'n' && next != 'r' && next != 't') || is_token_byte(behind);
}

/// MarkFinder has looked at the byte behind already.
bool may_begin_quoted(char /*next*/, char /*behind*/) { return true; }

bool may_begin_control(char next, char /*behind*/) { return next == '['; }

std::optional<Escape> read_percent(std::string_view text, std::size_t at) {
  if (const Number byte = number_at(text, at + 1, 2, 16); byte.digits == 2)
    return byte_escape(3, byte.value);
  if (at + 1 >= text.size() || (text[at + 1] | 0x20) != 'u') return std::nullopt;
  const Number unit = number_at(text, at + 2, 4, 16);
  if (unit.digits < 4) return std::nullopt;
  return Escape{6, utf8_of(unit.value)};
}

constexpr auto kNames = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"amp", "&"},    {"lt", "<"},       {"gt", ">"},     {"quot", "\""},  {"apos", "'"},
    {"nbsp", " "},   {"colon", ":"},    {"equals", "="}, {"sol", "/"},    {"bsol", "\\"},
    {"lowbar", "_"}, {"period", "."},   {"num", "#"},    {"comma", ","},  {"semi", ";"},
    {"commat", "@"}, {"percnt", "%"},   {"plus", "+"},   {"dollar", "$"}, {"excl", "!"},
    {"ast", "*"},    {"lpar", "("},     {"rpar", ")"},   {"quest", "?"},  {"Hat", "^"},
    {"lbrack", "["}, {"rbrack", "]"},   {"lcub", "{"},   {"rcub", "}"},   {"vert", "|"},
    {"grave", "`"},  {"NewLine", "\n"}, {"Tab", "\t"},   {"hyphen", "-"}, {"dash", "-"},
});

std::optional<Escape> read_reference(std::string_view text, std::size_t at) {
  constexpr std::size_t kMostDigits = 8;
  constexpr std::size_t kLongestReference = 12;
  if (text.substr(at + 1).starts_with('#')) {
    const bool is_hex = at + 2 < text.size() && (text[at + 2] | 0x20) == 'x';
    const std::size_t digits = at + (is_hex ? 3 : 2);
    const Number number = number_at(text, digits, kMostDigits, is_hex ? 16 : 10);
    if (number.digits == 0) return std::nullopt;
    std::size_t end = digits + number.digits;
    if (end < text.size() && text[end] == ';') ++end;
    return Escape{end - at, utf8_of(number.value)};
  }
  const std::string_view rest = text.substr(at + 1, kLongestReference);
  const std::size_t end = rest.find(';');
  if (end == std::string_view::npos) return std::nullopt;
  const auto* const name = std::ranges::find(kNames, rest.substr(0, end),
                                             &std::pair<std::string_view, std::string_view>::first);
  if (name == kNames.end()) return std::nullopt;
  return Escape{end + 2, std::string(name->second)};
}

/// Numbers in long words, and quotes round what is assigned.
bool may_reference_hide(std::string_view text, std::size_t at, const Escape& escape) {
  if (text[at + 1] == '#' && is_in_long_word(text, at, escape)) return true;
  const std::string_view c = escape.character;
  if (c == "\"" || c == "'") {
    const auto is_assignment = [](char sign) { return sign == ':' || sign == '='; };
    constexpr std::size_t kMostBlanks = 16;
    std::size_t next = at + escape.size;
    const std::size_t end = std::min(text.size(), next + kMostBlanks);
    while (next < end && text[next] == ' ')
      ++next;
    return (next < text.size() && is_assignment(text[next])) ||
           (at > 0 && is_assignment(text[at - 1]));
  }
  return text[at + 1] != '#' && c != "&" && c != "<" && c != ">" &&
         is_in_long_word(text, at, escape);
}

/// `\u0041`, `\ud83d\ude00`, `\u{41}`, `\U00000041`; `digits` stand behind the letter.
std::optional<Escape> read_unicode(std::string_view text, std::size_t at) {
  constexpr std::size_t kMostDigits = 8;
  const std::size_t digits = at + 2;
  if (text.substr(digits).starts_with('{')) {
    const Number number = number_at(text, digits + 1, kMostDigits, 16);
    const std::size_t end = digits + 1 + number.digits;
    if (number.digits == 0 || end >= text.size() || text[end] != '}') return std::nullopt;
    return Escape{end + 1 - at, utf8_of(number.value)};
  }
  const std::size_t count = text[at + 1] == 'U' ? 8 : 4;
  const Number first = number_at(text, digits, count, 16);
  if (first.digits < count) return std::nullopt;
  const std::size_t end = digits + count;
  if (count == 4 && first.value >= 0xD800 && first.value <= 0xDBFF &&
      text.substr(end).starts_with("\\u")) {
    const Number second = number_at(text, end + 2, 4, 16);
    if (second.digits == 4 && second.value >= 0xDC00 && second.value <= 0xDFFF)
      return Escape{end + 6 - at,
                    utf8_of(0x10000 + ((first.value - 0xD800) << 10U) + (second.value - 0xDC00))};
  }
  return Escape{end - at, utf8_of(first.value)};
}

/// A backslash at a line's end, with the line end and the next line's indent.
Escape read_continuation(std::string_view text, std::size_t at) {
  std::size_t end = text.find('\n', at) + 1;
  while (end < text.size() && (text[end] == ' ' || text[end] == '\t'))
    ++end;
  return {end - at, ""};
}

constexpr auto kLetters = std::to_array<std::pair<char, char>>({{'n', '\n'},
                                                                {'r', '\r'},
                                                                {'t', '\t'},
                                                                {'b', '\b'},
                                                                {'f', '\f'},
                                                                {'v', '\v'},
                                                                {'a', '\a'},
                                                                {'e', '\x1b'}});

std::optional<Escape> read_backslash(std::string_view text, std::size_t at) {
  constexpr std::size_t kMostHex = 2;
  constexpr std::size_t kMostOctal = 3;
  if (at + 1 >= text.size()) return std::nullopt;
  const char c = text[at + 1];
  if (c == 'u' || c == 'U') return read_unicode(text, at);
  if (c == '\n' || text.substr(at + 1).starts_with("\r\n")) return read_continuation(text, at);
  if (c == 'x') {
    if (text.substr(at + 2).starts_with('{')) return read_unicode(text, at);
    const Number byte = number_at(text, at + 2, kMostHex, 16);
    if (byte.digits == 0) return std::nullopt;
    return byte_escape(2 + byte.digits, byte.value);
  }
  if (c >= '0' && c <= '7') {
    const Number byte = number_at(text, at + 1, kMostOctal, 8);
    return byte_escape(1 + byte.digits, byte.value & 0xFFU);
  }
  const auto* const letter = std::ranges::find(kLetters, c, &std::pair<char, char>::first);
  if (letter != kLetters.end()) return byte_escape(2, static_cast<char32_t>(letter->second));
  constexpr std::string_view kThemselves = "\"'\\/`$";
  if (kThemselves.find(c) == std::string_view::npos) return std::nullopt;
  return byte_escape(2, static_cast<char32_t>(c));
}

/// Whether a quote that is escaped ends a key or begins a value: `\": \"`.
bool is_quote_of_member(std::string_view text, std::size_t after) {
  constexpr std::size_t kMostBetween = 64;
  const std::size_t end = std::min(text.size(), after + kMostBetween);
  while (after < end && text[after] == ' ')
    ++after;
  if (after >= end || (text[after] != ':' && text[after] != '=')) return false;
  ++after;
  while (after < end && (text[after] == ' ' || text[after] == '\\'))
    ++after;
  return after < text.size() && (text[after] == '"' || text[after] == '\'') &&
         text[after - 1] == '\\';
}

bool may_backslash_hide(std::string_view text, std::size_t at, const Escape& escape) {
  constexpr std::size_t kMostBackslashes = 64;
  std::size_t sign = at + 1;
  while (sign + 1 < text.size() && text[sign] == '\\' && sign - at < kMostBackslashes)
    ++sign;
  if (sign >= text.size()) return false;
  const std::size_t after = at + escape.size;
  switch (text[sign]) {
    case 'u':
    case 'U':
    case 'x':
      return sign > at + 1 ? is_in_word(text, at, sign + 1 - at)
                           : is_in_long_word(text, at, escape);
    case '"':
    case '\'':
      return is_quote_of_member(text, sign + 1);
    case 'n':
    case 'r':
    case 't':
      return (begins_word(text, sign + 1) && !is_in_wrapped_bytes(text, at, sign + 1)) ||
             begins_assignment(text, sign + 1);
    case '\n':
    case '\r':
      return at > 0 && is_token_byte(text[at - 1]) && after < text.size() &&
             is_token_byte(text[after]) && is_in_word(text, at, escape.size);
    default:
      return text[sign] >= '0' && text[sign] <= '7' && is_in_long_word(text, at, escape);
  }
}

std::optional<Escape> read_quoted(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at + 1);
  if (rest.starts_with('\n')) return Escape{2, ""};
  if (rest.starts_with("\r\n")) return Escape{3, ""};
  const Number byte = number_at(text, at + 1, 2, 16);
  if (byte.digits < 2) return std::nullopt;
  return byte_escape(3, byte.value);
}

/// An escaped equals sign before a long word, or a line end in one, as far right as encoders put
/// it.
bool may_quoted_hide(std::string_view text, std::size_t at, const Escape& escape) {
  const std::size_t after = at + escape.size;
  if (!escape.character.empty()) return escape.character == "=" && begins_word(text, after);
  constexpr std::size_t kLeastLine = 60;
  constexpr std::size_t kMostLine = 80;
  if (at == 0 || !is_token_byte(text[at - 1]) || after >= text.size() ||
      !is_token_byte(text[after]))
    return false;
  const std::size_t before = text.rfind('\n', at - 1);
  const std::size_t width = at - (before == std::string_view::npos ? 0 : before + 1);
  return width >= kLeastLine && width <= kMostLine && is_in_word(text, at, escape.size);
}

/// The size of a control sequence: parameters, intermediates, a final byte; 0 where there is none.
std::size_t control_size(std::string_view text, std::size_t at) {
  constexpr std::size_t kLongest = 64;
  if (at + 1 >= text.size() || text[at + 1] != '[') return 0;
  std::size_t end = at + 2;
  while (end < text.size() && end - at < kLongest && text[end] >= ' ' && text[end] < '@')
    ++end;
  if (end >= text.size() || text[end] < '@' || text[end] > '~') return 0;
  return end + 1 - at;
}

std::optional<Escape> read_control(std::string_view text, std::size_t at) {
  const std::size_t size = control_size(text, at);
  return size == 0 ? std::nullopt : std::optional(Escape{size, ""});
}

/// Before a long word or in it.
bool may_control_hide(std::string_view text, std::size_t at, const Escape& escape) {
  constexpr std::size_t kMostBetween = 256;
  std::size_t next = at + escape.size;
  while (next < text.size() && text[next] == '\x1b') {
    const std::size_t more = control_size(text, next);
    if (more == 0 || next - at > kMostBetween) return false;
    next += more;
  }
  if (next >= text.size() || !is_token_byte(text[next])) return false;
  return begins_word(text, next) || (at > 0 && is_token_byte(text[at - 1]));
}

/// In a long word, or a line end before one: a key of several lines in a query.
bool may_percent_hide(std::string_view text, std::size_t at, const Escape& escape) {
  const bool is_line_end = escape.character == "\n" || escape.character == "\r";
  return is_line_end ? begins_word(text, at + escape.size) : is_in_long_word(text, at, escape);
}

}  // namespace

std::span<const EscapeSyntax> escape_syntaxes() {
  static constexpr auto kSyntaxes = std::to_array<EscapeSyntax>({
      {"percent", '%', may_begin_percent, read_percent, may_percent_hide},
      {"html", '&', may_begin_reference, read_reference, may_reference_hide},
      {"escapes", '\\', may_begin_backslash, read_backslash, may_backslash_hide},
      {"quoted-printable", '=', may_begin_quoted, read_quoted, may_quoted_hide},
      {"ansi", '\x1b', may_begin_control, read_control, may_control_hide},
  });
  return kSyntaxes;
}

}  // namespace nhiscan
