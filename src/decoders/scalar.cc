#include "decoders/scalar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

#include "base/encoding.h"

namespace nhiscan {
namespace {

using Spelling = ValueTree::Spelling;

constexpr std::string_view kBlanks = " \t";

class ScalarDecoder {
 public:
  ScalarDecoder(Spelling spelling, Span span, TextBuilder& out)
      : spelling_(spelling), at_(span.begin), end_(span.end), out_(out) {}

  /// Text in quotes or none: its escapes, and lines that are joined.
  void decode_flow() {
    while (at_ < end_) {
      const std::size_t from = at_;
      at_ = std::min(text().find_first_of(marks(), at_), end_);
      out_.copy({from, at_});
      if (at_ == end_) return;
      decode_mark();
    }
  }

  /// Lines without their indentation; folded ones are joined.
  void decode_block() {
    const std::size_t indent = indent_of_block();
    bool was_joinable = false;
    bool is_first = true;
    while (at_ < end_) {
      const std::size_t newline = std::min(text().find('\n', at_), end_);
      const std::size_t first = std::min(text().find_first_not_of(' ', at_), newline);
      const std::size_t begin = std::min(at_ + indent, first);
      const std::size_t end =
          newline > begin && text()[newline - 1] == '\r' ? newline - 1 : newline;
      const bool is_joinable = end > begin && kBlanks.find(text()[begin]) == std::string_view::npos;
      const bool is_blank = end == begin && was_joinable;
      if (!is_first && !is_blank) put_break(was_joinable && is_joinable ? " " : "\n");
      out_.copy({begin, end});
      was_joinable = is_joinable && spelling_ == Spelling::yaml_folded;
      is_first = false;
      break_ = newline;
      at_ = std::min(newline + 1, end_);
    }
  }

 private:
  [[nodiscard]] std::string_view text() const { return out_.parent().substr(0, end_); }
  [[nodiscard]] std::string_view rest() const { return text().substr(at_); }

  [[nodiscard]] const char* marks() const {
    switch (spelling_) {
      case Spelling::yaml_plain:
        return "\n";
      case Spelling::yaml_single:
        return "'\n";
      case Spelling::yaml_double:
        return "\\\n";
      case Spelling::xml:
        return "&";
      default:
        return "\\";
    }
  }

  void decode_mark() {
    const char mark = text()[at_];
    if (mark == '\n') return fold();
    if (mark == '\'') return decode_as("'", rest().starts_with("''") ? 2 : 1);
    if (mark == '&') return decode_entity();
    decode_escape();
  }

  void decode_as(std::string_view meaning, std::size_t size) {
    out_.decode(meaning, {at_, at_ + size});
    at_ += size;
  }

  void put_break(std::string_view what) { out_.decode(what, {break_, break_ + 1}); }

  /// One line end is a blank, each further one stays.
  void fold() {
    const std::size_t begin = at_;
    std::size_t breaks = 0;
    while (at_ < end_ &&
           (text()[at_] == '\n' || kBlanks.find(text()[at_]) != std::string_view::npos ||
            text()[at_] == '\r')) {
      breaks += text()[at_] == '\n' ? 1 : 0;
      ++at_;
    }
    out_.decode(breaks > 1 ? std::string(breaks - 1, '\n') : std::string(" "), {begin, at_});
  }

  /// The line goes on in the next one, without its indentation.
  void join_lines(std::size_t newline) {
    const std::size_t next = text().find_first_not_of(" \t\r\n", newline);
    at_ = std::min(next, end_);
  }

  void decode_escape() {
    static constexpr auto kMeanings = std::to_array<std::pair<char, std::string_view>>(
        {{'n', "\n"}, {'t', "\t"}, {'r', "\r"}, {'f', "\f"}, {'b', "\b"}, {'e', "\x1b"}});
    if (at_ + 1 >= end_) return decode_as("\\", 1);
    const char c = text()[at_ + 1];
    if (c == '\n' || text().substr(at_ + 1, 2) == "\r\n") return join_lines(at_ + 1);
    if (c == 'u' || c == 'x' || c == 'U') {
      const std::size_t digits = c == 'u' ? 4 : c == 'x' ? 2 : 8;
      return decode_number(at_ + 2, digits, 16, at_ + 2 + digits);
    }
    const auto* const known =
        std::ranges::find(kMeanings, c, &std::pair<char, std::string_view>::first);
    if (known != kMeanings.end()) return decode_as(known->second, 2);
    decode_as(text().substr(at_ + 1, 1), 2);
  }

  /// A character by its number, which ends before `next`; what is none stays.
  void decode_number(std::size_t begin, std::size_t digits, int base, std::size_t next) {
    std::uint32_t number = 0;
    const std::string_view written = text().substr(std::min(begin, end_), digits);
    const char* const end = written.data() + written.size();
    const auto read = std::from_chars(written.data(), end, number, base);
    const bool is_character = read.ec == std::errc() && read.ptr == end && next <= end_ &&
                              number < 0x110000 && (number < 0xD800 || number > 0xDFFF);
    if (!is_character) return decode_as(text().substr(at_, 1), 1);
    std::string utf8;
    append_utf8(utf8, number);
    decode_as(utf8, next - at_);
  }

  void decode_entity() {
    static constexpr auto kEntities = std::to_array<std::pair<std::string_view, std::string_view>>(
        {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}});
    for (const auto& [name, meaning] : kEntities)
      if (rest().starts_with(name)) return decode_as(meaning, name.size());
    const std::size_t end = rest().substr(0, 12).find(';');
    if (end == std::string_view::npos || !rest().starts_with("&#")) return decode_as("&", 1);
    const bool is_hex = rest().substr(2, 1) == "x";
    const std::size_t skipped = is_hex ? 3 : 2;
    decode_number(at_ + skipped, end - skipped, is_hex ? 16 : 10, at_ + end + 1);
  }

  /// That of its first line that isn't blank.
  [[nodiscard]] std::size_t indent_of_block() const {
    for (std::size_t line = at_; line < end_;) {
      const std::size_t first = text().find_first_not_of(' ', line);
      if (first == std::string_view::npos) return 0;
      if (text()[first] != '\n' && text()[first] != '\r') return first - line;
      line = text().find('\n', first) + 1;
      if (line == 0) return 0;
    }
    return 0;
  }

  Spelling spelling_;
  std::size_t at_;
  std::size_t end_;
  std::size_t break_ = 0;  // where the last line ended
  TextBuilder& out_;
};

}  // namespace

void decode_scalar(ValueTree::Spelling spelling, Span span, TextBuilder& out) {
  ScalarDecoder decoder(spelling, span, out);
  if (spelling == Spelling::yaml_block || spelling == Spelling::yaml_folded)
    decoder.decode_block();
  else
    decoder.decode_flow();
}

}  // namespace nhiscan
