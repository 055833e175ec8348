// Text that is escaped inside a text. Only what stands round an escape that may hide something is
// undone, one syntax at a time; what comes out is looked at again, for the next one.
#include <algorithm>
#include <array>
#include <string>

#include "base/encoding.h"
#include "base/text.h"
#include "decoders/cut.h"
#include "decoders/decoder.h"
#include "decoders/escape_syntax.h"
#include "decoders/text_marks.h"

namespace nhiscan {
namespace {

// What is undone before and after the escapes of a region: names, keywords and the rest of a value.
constexpr std::size_t kSurroundings = 256;
// A longer region is undone in pieces, each with the end of the one before.
constexpr std::size_t kLongestRegion = std::size_t{1} * 1024 * 1024;
constexpr std::size_t kRepeated = 16UL * 1024;

/// Forms write blanks as `+` (URL standard, section 5.1), which base64 is full of: only those of
/// labels of PEM are surely blanks.
void undo_blanks_of_labels(std::string& text) {
  constexpr std::string_view kDashes = "-----";
  for (const std::string_view mark : {"-----BEGIN+", "-----END+"})
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
      const std::size_t end = std::min(text.find(kDashes, at + kDashes.size()), text.size());
      std::replace(text.begin() + static_cast<std::ptrdiff_t>(at),
                   text.begin() + static_cast<std::ptrdiff_t>(end), '+', ' ');
      at = end;
    }
}

class EscapeReader {
 public:
  EscapeReader(std::string_view text, PartSink& sink) : text_(text), sink_(sink) {}

  void read_all() {
    MarkFinder marks(text_);
    for (std::size_t at = marks.next(); at < text_.size(); at = marks.next()) {
      const std::span<const EscapeSyntax> syntaxes = escape_syntaxes();
      std::size_t index = 0;
      while (syntaxes[index].mark != text_[at])
        ++index;
      if (at < done_[index] || !syntaxes[index].may_begin(byte_at(at + 1), byte_at(at + 2)))
        continue;
      const auto escape = syntaxes[index].read(text_, at);
      if (!escape || !syntaxes[index].may_hide(text_, at, *escape)) continue;
      if (!undo_region(syntaxes[index], at, done_[index])) return;
    }
  }

 private:
  /// Undoes the escapes from `at` on that stand near to one another; `done` is where the region
  /// before ended, and then where this one does. False when nothing more is wanted.
  bool undo_region(const EscapeSyntax& syntax, std::size_t at, std::size_t& done) {
    const std::size_t earliest =
        std::max(done, at > kSurroundings ? at - kSurroundings : std::size_t{0});
    const std::size_t line = text_.substr(earliest, at - earliest).rfind('\n');
    std::size_t begin = line == std::string_view::npos ? earliest : earliest + line + 1;
    while (true) {
      const bool is_whole = undo(syntax, begin, at, done);
      if (next_ == PartSink::Next::stop) return false;
      if (is_whole) return true;
      begin = done - kRepeated;
      at = done;
    }
  }

  /// From `begin` on, as far as the escapes behind `at` go; false where they go further than a
  /// region may.
  bool undo(const EscapeSyntax& syntax, std::size_t begin, std::size_t at, std::size_t& done) {
    std::string undone;
    Part part;
    std::size_t last = at;  // the end of the last escape
    std::size_t i = begin;
    bool is_whole = true;
    while (i < text_.size() && text_[i] != '\n' && i < last + kSurroundings) {
      if (i - begin >= kLongestRegion && i > at) {
        is_whole = false;
        break;
      }
      const auto escape = text_[i] == syntax.mark ? syntax.read(text_, i) : std::nullopt;
      if (!escape) {
        const std::size_t end = std::min(
            {text_.size(), last + kSurroundings, std::max(begin + kLongestRegion, at + 1)});
        const std::size_t next = end_of_plain(syntax.mark, i + 1, end);
        part.way_back.add({undone.size(), i, 1, 1});
        undone += text_.substr(i, next - i);
        i = next;
        continue;
      }
      if (!escape->character.empty())
        part.way_back.add({undone.size(), i, escape->character.size(), escape->size});
      undone += escape->character;
      i += escape->size;
      last = std::max(last, i);
    }
    done = i;
    if (syntax.mark == '%') undo_blanks_of_labels(undone);
    part.lines = Part::Lines::parent;
    part.step = syntax.step;
    part.bytes = undone;
    next_ = sink_.add(part);
    return is_whole;
  }

  /// Where the next mark or line end stands, or `end`.
  [[nodiscard]] std::size_t end_of_plain(char mark, std::size_t from, std::size_t end) const {
    while (from < end && text_[from] != mark && text_[from] != '\n')
      ++from;
    return from;
  }

  [[nodiscard]] char byte_at(std::size_t at) const { return at < text_.size() ? text_[at] : '\0'; }

  std::string_view text_;
  PartSink& sink_;
  PartSink::Next next_ = PartSink::Next::go_on;
  std::array<std::size_t, 8> done_{};  // of each syntax
};

}  // namespace

bool may_escape_go_on(std::string_view text, std::size_t line) {
  const std::string_view before = without_line_end(text.substr(0, line));
  return before.ends_with('\\') || before.ends_with('=');
}

void decode_escapes(const Encoded& encoded, PartSink& sink) {
  EscapeReader(encoded.text, sink).read_all();
}

}  // namespace nhiscan
