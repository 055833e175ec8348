// Bytes that a text writes as numbers: lists of code (`[103, 104, 112]`, `0x67, 0x68`), hex with
// colons or blanks, with casts too (`(byte)0x67`, `103.toByte()`), and exports of the Windows
// registry (`hex(2):67,00,68,00,\`), whose texts are UTF-16. They count where text comes out.
#include <algorithm>
#include <optional>
#include <string>

#include "base/encoding.h"
#include "base/text.h"
#include "decoders/byte_dumps.h"
#include "decoders/byte_part.h"
#include "decoders/cut.h"
#include "decoders/decoder.h"
#include "decoders/text_marks.h"

namespace nhiscan {
namespace {

/// A number of a list.
struct Listed {
  Span digits;
  bool is_marked = false;    ///< as hex, by `0x`
  bool is_negative = false;  ///< and so no text
};

/// Behind the cast that begins at `at`, as Java and C# want it, or `at`.
std::size_t skip_cast(std::string_view text, std::size_t at) {
  if (byte_at(text, at) != '(') return at;
  for (const std::string_view cast : {"(byte)", "(sbyte)", "(char)"})
    if (text.substr(at).starts_with(cast)) return skip_blanks(text, at + cast.size());
  return at;
}

std::optional<Listed> number_at_place(std::string_view text, std::size_t at) {
  constexpr std::size_t kMostDigits = 3;
  const std::size_t behind = skip_cast(text, at);
  const bool is_negative = behind > at && byte_at(text, behind) == '-';
  at = is_negative ? behind + 1 : behind;
  const bool is_marked = byte_at(text, at) == '0' && (byte_at(text, at + 1) | 0x20) == 'x' &&
                         is_hex_byte(byte_at(text, at + 2));
  const std::size_t begin = is_marked ? at + 2 : at;
  const std::size_t end = hex_end(text.substr(0, begin + kMostDigits + 1), begin);
  if (end == begin || end - begin > kMostDigits) return std::nullopt;
  return Listed{{begin, end}, is_marked, is_negative};
}

/// Behind the call at `at` by which Kotlin makes a byte, or `at`.
std::size_t skip_to_byte(std::string_view text, std::size_t at) {
  constexpr std::string_view kCall = ".toByte()";
  if (byte_at(text, at) != '.') return at;
  return text.substr(at).starts_with(kCall) ? at + kCall.size() : at;
}

/// Whether a line of two hex digits each and blanks begins at `at`, behind its indent.
bool begins_hex_pairs(std::string_view text, std::size_t at) {
  return is_hex_byte(byte_at(text, at)) && is_hex_byte(byte_at(text, at + 1)) &&
         ends_word(byte_at(text, at + 2));
}

/// Goes through a list's numbers, which have one separator.
class NumberList {
 public:
  NumberList(std::string_view text, std::size_t at) : text_(text), at_(skip_blanks(text, at)) {}

  std::optional<Listed> next() {
    if (is_ended_) return std::nullopt;
    auto number = number_at_place(text_, at_);
    is_ended_ = !number;
    if (!number) return number;
    end_ = at_ = skip_to_byte(text_, number->digits.end);
    go_to_next();
    return number;
  }
  /// Of the last number.
  [[nodiscard]] std::size_t end() const { return end_; }
  [[nodiscard]] char separator() const { return separator_; }

 private:
  void go_to_next() {
    std::size_t at = skip_blanks(text_, at_);
    char separator = at > at_ ? ' ' : '\0';
    if (const char c = byte_at(text_, at); c == ',' || c == ':') {
      separator = c;
      at = skip_blanks(text_, at + 1);
    }
    const bool is_continued = separator == ',' && byte_at(text_, at) == '\\';
    if (const auto line = next_line(text_, is_continued ? at + 1 : at)) {
      at = skip_blanks(text_, *line);
      if (separator != ',' && separator != ':')
        separator = begins_hex_pairs(text_, at) ? ' ' : '\0';
    }
    if (separator_ == '\0') separator_ = separator;
    is_ended_ = separator == '\0' || separator != separator_;
    at_ = at;
  }

  std::string_view text_;
  std::size_t at_;
  std::size_t end_ = at_;
  char separator_ = '\0';
  bool is_ended_ = false;
};

class ByteNumberReader {
 public:
  ByteNumberReader(std::string_view text, PartSink& sink) : text_(text), part_(text, sink) {}

  void read_all() {
    std::size_t from = 0;
    while (const auto run = next_numbers(text_, from)) {
      const bool is_line = begins_line(run->begin);
      const auto dump = is_line ? read_dump(run->begin, part_) : std::nullopt;
      const std::size_t begin = is_line ? begin_above(run->begin, from) : run->begin;
      from = std::max(run->end, dump ? *dump : read_lists({begin, run->end}));
      if (!part_.is_wanted()) return;
    }
    from = 0;
    while (const auto run = next_casts(text_, from)) {
      from = std::max(run->end, read_lists(*run));
      if (!part_.is_wanted()) return;
    }
  }

 private:
  /// Whether an indent at most stands before.
  [[nodiscard]] bool begins_line(std::size_t at) const {
    constexpr std::size_t kWidestIndent = 64;
    std::size_t begin = at;
    while (begin > 0 && at - begin < kWidestIndent &&
           (text_[begin - 1] == ' ' || text_[begin - 1] == '\t'))
      --begin;
    return begin == 0 || text_[begin - 1] == '\n';
  }

  /// Where the list begins that goes on in the line at `at`: the first line of a value of the
  /// registry may be too short to be found.
  [[nodiscard]] std::size_t begin_above(std::size_t at, std::size_t from) const {
    constexpr std::size_t kLongestLine = 160;
    from = std::max(from, at - std::min(at, kLongestLine));
    const std::string_view above = trim(text_.substr(from, at - from));
    if (!above.ends_with(",\\")) return at;
    const std::size_t sign = above.find_last_of(":\n");
    if (sign == std::string_view::npos || above[sign] != ':') return at;
    return static_cast<std::size_t>(above.data() - text_.data()) + sign + 1;
  }

  /// Where those end that begin in the run; the last may go on in lines below.
  std::size_t read_lists(Span run) {
    std::size_t at = run.begin;
    while (at < run.end && part_.is_wanted()) {
      at = read_list(at);
      while (at < run.end && !is_hex_byte(text_[at]) && skip_cast(text_, at) == at)
        ++at;
    }
    return at;
  }

  /// Where to go on.
  std::size_t read_list(std::size_t at) {
    NumberList list(text_, at);
    TextStretch hex;
    TextStretch decimal;
    TextStretch wide;  // UTF-16 of the byte order that Windows has
    std::uint64_t before = 0;
    std::size_t count = 0;
    bool is_marked = false;
    bool are_pairs = true;
    bool are_decimal = true;
    while (const auto number = list.next()) {
      const std::string_view digits = text_.substr(number->digits.begin, number->digits.size());
      const std::uint64_t value = number->is_negative ? 255 : number_of(digits, 16);
      hex.add(value);
      if (count % 2 == 1) wide.add(before | value << 8U);
      before = value;
      decimal.add(number->is_negative ? 255 : number_of(digits, 10));
      is_marked |= number->is_marked;
      are_pairs &= digits.size() == 2;
      are_decimal &= number_of(digits, 10) < 256;
      if (++count >= part_.most()) break;
    }
    const bool are_hex = is_marked || are_pairs;
    const bool may_be_hex = hex.is_enough() && are_hex;
    const bool may_be_decimal = decimal.is_enough() && are_decimal && !is_marked;
    if (may_be_hex || may_be_decimal) {
      const bool is_hex_list = may_be_hex && (!may_be_decimal || list.separator() == ':');
      decode_list(at, count, is_hex_list ? 16 : 10);
    } else if (wide.is_enough() && are_hex) {
      decode_wide_list(at, count);
    }
    if (count > 0) return list.end();
    return std::max(at + 1, hex_end(text_, at));  // digits without end are no number
  }

  void decode_list(std::size_t at, std::size_t count, unsigned base) {
    part_.begin();
    NumberList list(text_, at);
    for (; count > 0; --count)
      add(*list.next(), base);
    part_.end("numbers");
  }

  void add(const Listed& number, unsigned base) {
    static constexpr std::string_view kNoText = "\xff";
    if (number.is_negative)
      part_.add(kNoText, number.digits);
    else
      part_.add(number.digits, base);
  }

  /// What ends a text ends a line.
  void decode_wide_list(std::size_t at, std::size_t count) {
    part_.begin();
    NumberList list(text_, at);
    for (; count > 1; count -= 2) {
      const Span low = list.next()->digits;
      const Span high = list.next()->digits;
      const std::uint64_t unit = number_of(text_.substr(low.begin, low.size()), 16) % 256 +
                                 number_of(text_.substr(high.begin, high.size()), 16) % 256 * 256;
      const bool is_half = unit >= 0xD800 && unit <= 0xDFFF;
      std::string utf8;
      append_utf8(utf8, unit == 0 ? U'\n' : is_half ? U'\xFFFD' : static_cast<char32_t>(unit));
      part_.add(utf8, {low.begin, high.end});
    }
    part_.end("numbers");
  }

  std::string_view text_;
  BytePart part_;
};

}  // namespace

bool may_numbers_go_on(std::string_view text, std::size_t line) {
  const std::size_t begin = skip_blanks(text, line);
  if (!is_hex_byte(byte_at(text, begin)) && skip_cast(text, begin) == begin) return false;
  if (dump_offset(text, line)) return true;
  std::size_t before = line;
  while (before > 0 &&
         (text[before - 1] == '\n' || text[before - 1] == '\r' || text[before - 1] == ' ' ||
          text[before - 1] == '\t') &&
         line - before < 64)
    --before;
  if (before > 0 && text[before - 1] == '\\') --before;
  const char last = before > 0 ? text[before - 1] : '\0';
  return last == ',' || last == ':' || (is_hex_byte(last) && begins_hex_pairs(text, begin));
}

void decode_byte_numbers(const Encoded& encoded, PartSink& sink) {
  ByteNumberReader(encoded.text, sink).read_all();
}

}  // namespace nhiscan
