#include "reports/paper.h"

#include <array>
#include <utility>

#include "base/text.h"

namespace nhiscan {
namespace {

constexpr std::size_t kNarrowest = 20;
constexpr std::size_t kWidest = 200;

/// The ANSI code of a style: 16 colours at most, none for plain.
std::string_view code_of(Style style) {
  static constexpr auto kCodes =
      std::to_array<std::string_view>({"", "1", "90", "1;31", "31", "33", "36"});
  return kCodes[static_cast<std::size_t>(style)];
}

/// As many whole words from the front as fit into `width` columns, and one at least.
std::string_view first_row(std::string_view text, std::size_t width) {
  std::size_t end = std::min(text.find(' '), text.size());
  while (end < text.size()) {
    const std::size_t next = std::min(text.find(' ', end + 1), text.size());
    if (display_width(text.substr(0, next)) > width) break;
    end = next;
  }
  return text.substr(0, end);
}

}  // namespace

Style style_of(Severity severity) {
  static constexpr auto kStyles =
      std::to_array<Style>({Style::low, Style::medium, Style::high, Style::critical});
  return kStyles[static_cast<std::size_t>(severity)];
}

void Line::append(std::string_view safe, Style style) {
  if (safe.empty()) return;
  // GitHub Actions acts on a line that begins with two colons, blanks aside.
  const bool is_command = bytes_.empty() && safe.starts_with("::");
  const std::string uncommanding = is_command ? "\\x3a" + std::string(safe.substr(1)) : "";
  if (is_command) safe = uncommanding;
  bytes_.append(std::exchange(spaces_, 0), ' ');
  const bool colored = colors_ == Colors::yes && style != Style::plain;
  if (colored) bytes_ += "\x1B[" + std::string(code_of(style)) + "m";
  bytes_ += safe;
  if (colored) bytes_ += "\x1B[0m";
  used_ += display_width(safe);
}

std::string Line::shown(std::string_view text) const {
  std::string safe = escape_terminal(text);
  if (bytes_.find_first_not_of(' ') != std::string::npos) return safe;
  const std::size_t begin = safe.find_first_not_of(' ');
  if (begin != std::string::npos && safe.compare(begin, 2, "::") == 0)
    safe.replace(begin, 1, "\\x3a");
  return safe;
}

Line& Line::add(std::string_view text, Style style) {
  append(elide_end(shown(text), left()), style);
  return *this;
}

Line& Line::add_column(std::string_view text, std::size_t columns, Style style) {
  const std::size_t end = std::min(used_ + columns, width_);
  append(elide_end(shown(text), end - std::min(end, used_)), style);
  return pad_to(end);
}

Line& Line::add_path(std::string_view text, Style style) {
  append(elide_middle(shown(text), left()), style);
  return *this;
}

Line& Line::add_whole(std::string_view text, Style style) {
  append(shown(text), style);
  return *this;
}

Line& Line::pad_to(std::size_t column) {
  spaces_ += std::max(column, used_) - used_;
  used_ = std::max(column, used_);
  return *this;
}

Paper::Paper(const Report& report, std::ostream& out)
    : report_(report),
      out_(out),
      redactor_(report),
      width_(std::clamp(report.width, kNarrowest, kWidest)) {}

void Paper::print_words(std::size_t indent, std::string_view text, Style style) {
  if (!text.empty()) print_row(line(indent), text, style);
}

void Paper::print_row(Line row, std::string_view text, Style style) {
  constexpr std::size_t kMostLines = 5;
  const std::size_t indent = row.used();
  const std::string safe = escape_terminal(text);
  std::string_view rest = safe;
  for (std::size_t printed = 1;; ++printed) {
    const std::string_view words = printed == kMostLines ? rest : first_row(rest, row.left());
    print(row.add(words, style));
    rest.remove_prefix(words.size());
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    if (rest.empty()) return;
    row = line(indent);
  }
}

Line Paper::line(std::size_t indent) const {
  Line line(width_, report_.color ? Colors::yes : Colors::no);
  line.pad_to(indent);
  return line;
}

}  // namespace nhiscan
