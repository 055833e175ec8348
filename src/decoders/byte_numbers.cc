// Bytes that a text writes as numbers: lists of code (`[103, 104, 112]`, `0x67, 0x68`), hex with
// colons or blanks, and the dumps of xxd, hexdump and od. They count where text comes out.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/byte_set.h"
#include "base/encoding.h"
#include "decoders/cut.h"
#include "decoders/decoder.h"
#include "decoders/text_marks.h"

namespace nhiscan {
namespace {

constexpr std::size_t kLeastTextInNumbers = 16;  // bytes, one after the other
// What a part holds at most, since the way back of each byte is kept.
constexpr std::size_t kMostNumbers = 1024UL * 1024;
constexpr std::size_t kLeastOffset = 4;  // digits that a line of a dump begins with
constexpr std::size_t kMostOffset = 16;
constexpr std::size_t kMostDumped = 64;  // bytes of a line

bool is_hex(char c) { return kHexValues[static_cast<unsigned char>(c)] != kNoDigit; }

char byte_at(std::string_view text, std::size_t at) { return at < text.size() ? text[at] : '\0'; }

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (byte_at(text, at) == ' ' || byte_at(text, at) == '\t')
    ++at;
  return at;
}

std::size_t hex_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_hex(text[at]))
    ++at;
  return at;
}

/// Behind the line end at `at`, where there is one.
std::optional<std::size_t> next_line(std::string_view text, std::size_t at) {
  if (byte_at(text, at) == '\r') ++at;
  return byte_at(text, at) == '\n' ? std::optional(at + 1) : std::nullopt;
}

bool ends_word(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0' || c == '|' || c == '>';
}

/// What the digits stand for; those that are too many or of a greater base count as the largest.
std::uint64_t value_of(std::string_view digits, unsigned base) {
  std::uint64_t value = 0;
  for (const char c : digits) {
    const unsigned digit = kHexValues[static_cast<unsigned char>(c)];
    if (digit >= base || value >> 58U != 0) return ~std::uint64_t{0};
    value = value * base + digit;
  }
  return value;
}

/// Counts text bytes in a row.
class TextStretch {
 public:
  void add(std::uint64_t byte) {
    const bool is_text =
        (byte >= ' ' && byte < 0x7F) || byte == '\n' || byte == '\r' || byte == '\t';
    count_ = is_text ? count_ + 1 : 0;
    longest_ = std::max(longest_, count_);
  }
  [[nodiscard]] bool is_enough() const { return longest_ >= kLeastTextInNumbers; }

 private:
  std::size_t count_ = 0;
  std::size_t longest_ = 0;
};

/// `00000010: 6768 705f  gh_p`: where each byte's two digits stand.
struct DumpLine {
  std::string_view offset;
  std::array<std::size_t, kMostDumped> places{};
  std::size_t count = 0;
};

/// Where the offset ends with which a line of a dump that begins at `at` begins.
std::optional<Span> dump_offset(std::string_view text, std::size_t at) {
  const std::size_t begin = skip_blanks(text, at);
  const std::size_t end = hex_end(text, begin);
  if (end - begin < kLeastOffset || end - begin > kMostOffset) return std::nullopt;
  const std::size_t after = byte_at(text, end) == ':' ? end + 1 : end;
  const std::size_t first = skip_blanks(text, after);
  if (first == after || !is_hex(byte_at(text, first)) || !is_hex(byte_at(text, first + 1)))
    return std::nullopt;
  return Span{begin, end};
}

std::optional<DumpLine> read_dump_line(std::string_view text, std::size_t at) {
  const auto offset = dump_offset(text, at);
  if (!offset) return std::nullopt;
  DumpLine line{text.substr(offset->begin, offset->size()), {}, 0};
  at = byte_at(text, offset->end) == ':' ? offset->end + 1 : offset->end;
  std::size_t width = 0;  // of a group, in digits
  while (true) {
    const std::size_t begin = skip_blanks(text, at);
    const std::size_t end = hex_end(text, begin);
    const std::size_t digits = end - begin;
    // Two blanks part the halves of a line, or the bytes from what they look like.
    const bool is_half = begin - at < 2 || line.count == 0 || (line.count == 8 && width == 2);
    if (begin == at || !is_half || digits < 2 || digits % 2 != 0 ||
        (width != 0 && digits > width) || line.count + digits / 2 > kMostDumped ||
        !ends_word(byte_at(text, end)))
      break;
    if (width == 0) width = digits;
    for (std::size_t digit = begin; digit < end; digit += 2)
      line.places[line.count++] = digit;
    at = end;
  }
  return line.count == 0 ? std::nullopt : std::optional(line);
}

/// Whether the offset is so many bytes behind the other's, as a tool counts them.
bool follows(const DumpLine& line, const DumpLine& before) {
  return std::ranges::any_of(std::to_array({16U, 8U, 10U}), [&](unsigned base) {
    const std::uint64_t from = value_of(before.offset, base);
    return from != ~std::uint64_t{0} && value_of(line.offset, base) == from + before.count;
  });
}

/// A number of a list.
struct Listed {
  Span digits;
  bool is_marked = false;  ///< as hex, by `0x`
};

std::optional<Listed> number_at_place(std::string_view text, std::size_t at) {
  constexpr std::size_t kMostDigits = 3;
  const bool is_marked = byte_at(text, at) == '0' && (byte_at(text, at + 1) | 0x20) == 'x' &&
                         is_hex(byte_at(text, at + 2));
  const std::size_t begin = is_marked ? at + 2 : at;
  const std::size_t end = hex_end(text.substr(0, begin + kMostDigits + 1), begin);
  if (end == begin || end - begin > kMostDigits) return std::nullopt;
  return Listed{{begin, end}, is_marked};
}

/// Whether a line of two hex digits each and blanks begins at `at`, behind its indent.
bool begins_hex_pairs(std::string_view text, std::size_t at) {
  return is_hex(byte_at(text, at)) && is_hex(byte_at(text, at + 1)) &&
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
    end_ = at_ = number->digits.end;
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
    if (const auto line = next_line(text_, at)) {
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
  ByteNumberReader(std::string_view text, PartSink& sink) : text_(text), sink_(sink) {}

  void read_all() {
    std::size_t from = 0;
    while (const auto run = next_numbers(text_, from)) {
      const auto dump = begins_line(run->begin) ? read_dump(run->begin) : std::nullopt;
      from = std::max(run->end, dump ? *dump : read_lists(*run));
      if (next_ == PartSink::Next::stop) return;
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

  /// Where the dump ends that begins at `at`, if one does.
  std::optional<std::size_t> read_dump(std::size_t at) {
    auto line = read_dump_line(text_, at);
    if (!line || line->count < 8) return std::nullopt;
    begin_part();
    std::size_t end = at;
    while (true) {
      for (std::size_t i = 0; i < line->count; ++i)
        add({line->places[i], line->places[i] + 2}, 16);
      end = std::min(text_.find('\n', line->places[line->count - 1]), text_.size());
      auto below = end == text_.size() ? std::nullopt : read_dump_line(text_, end + 1);
      if (!below || !follows(*below, *line) || bytes_.size() >= most()) break;
      line = below;
    }
    end_part("dump");
    return end;
  }

  /// Where those end that begin in the run; the last may go on in lines below.
  std::size_t read_lists(Span run) {
    std::size_t at = run.begin;
    while (at < run.end && next_ == PartSink::Next::go_on) {
      at = read_list(at);
      while (at < run.end && !is_hex(text_[at]))
        ++at;
    }
    return at;
  }

  /// Where to go on.
  std::size_t read_list(std::size_t at) {
    NumberList list(text_, at);
    TextStretch hex;
    TextStretch decimal;
    std::size_t count = 0;
    bool is_marked = false;
    bool are_pairs = true;
    bool are_decimal = true;
    while (const auto number = list.next()) {
      const std::string_view digits = text_.substr(number->digits.begin, number->digits.size());
      hex.add(value_of(digits, 16));
      decimal.add(value_of(digits, 10));
      is_marked |= number->is_marked;
      are_pairs &= digits.size() == 2;
      are_decimal &= value_of(digits, 10) < 256;
      if (++count >= most()) break;
    }
    const bool may_be_hex = hex.is_enough() && (is_marked || are_pairs);
    const bool may_be_decimal = decimal.is_enough() && are_decimal && !is_marked;
    if (may_be_hex || may_be_decimal) {
      const bool is_hex_list = may_be_hex && (!may_be_decimal || list.separator() == ':');
      decode_list(at, count, is_hex_list ? 16 : 10);
    }
    return count == 0 ? hex_end(text_, at) : list.end();  // digits without end are no number
  }

  void decode_list(std::size_t at, std::size_t count, unsigned base) {
    begin_part();
    NumberList list(text_, at);
    for (; count > 0; --count)
      add(list.next()->digits, base);
    end_part("numbers");
  }

  void begin_part() {
    bytes_.clear();
    way_back_ = {};
    stretch_ = {};
  }

  void add(Span digits, unsigned base) {
    const std::uint64_t value = value_of(text_.substr(digits.begin, digits.size()), base) & 0xFFU;
    way_back_.add({bytes_.size(), digits.begin, 1, digits.size()});
    bytes_ += static_cast<char>(value);
    stretch_.add(value);
  }

  void end_part(std::string_view step) {
    if (!stretch_.is_enough()) return;
    Part part;
    part.lines = Part::Lines::parent;
    part.form = Part::Form::text;
    part.step = step;
    part.bytes = bytes_;
    part.way_back = std::move(way_back_);
    next_ = sink_.add(part);
  }

  [[nodiscard]] std::size_t most() const { return std::min(kMostNumbers, sink_.most_in_memory()); }

  std::string_view text_;
  PartSink& sink_;
  PartSink::Next next_ = PartSink::Next::go_on;
  std::string bytes_;
  WayBack way_back_;
  TextStretch stretch_;
};

}  // namespace

bool may_numbers_go_on(std::string_view text, std::size_t line) {
  const std::size_t begin = skip_blanks(text, line);
  if (!is_hex(byte_at(text, begin))) return false;
  if (dump_offset(text, line)) return true;
  std::size_t before = line;
  while (before > 0 &&
         (text[before - 1] == '\n' || text[before - 1] == '\r' || text[before - 1] == ' ' ||
          text[before - 1] == '\t') &&
         line - before < 64)
    --before;
  const char last = before > 0 ? text[before - 1] : '\0';
  return last == ',' || last == ':' || (is_hex(last) && begins_hex_pairs(text, begin));
}

void decode_byte_numbers(const Encoded& encoded, PartSink& sink) {
  ByteNumberReader(encoded.text, sink).read_all();
}

}  // namespace nhiscan
