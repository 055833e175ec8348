#pragma once

#include <algorithm>
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>

#include "nhiscan/report.h"
#include "reports/redactor.h"

namespace nhiscan {

enum class Style : std::uint8_t { plain, strong, quiet, critical, high, medium, low };
enum class Colors : std::uint8_t { no, yes };

Style style_of(Severity severity);

/// One line for a terminal. Whatever is added has its control characters made visible, and what
/// doesn't fit is elided.
class Line {
 public:
  /// `width`: columns at most.
  Line(std::size_t width, Colors colors) : width_(width), colors_(colors) {}

  /// Elided at its end where too little is left.
  Line& add(std::string_view text, Style style = Style::plain);

  /// Exactly `columns` wide, as far as they are left: elided at its end, or padded.
  Line& add_column(std::string_view text, std::size_t columns, Style style = Style::plain);

  /// The same, elided in the middle, and not padded.
  Line& add_path(std::string_view text, Style style = Style::plain);

  /// However long it is: for what a person asked to see in full.
  Line& add_whole(std::string_view text, Style style = Style::plain);

  /// Spaces up to that column, once something follows them.
  Line& pad_to(std::size_t column);

  [[nodiscard]] std::size_t used() const { return used_; }
  [[nodiscard]] std::size_t left() const { return width_ - std::min(width_, used_); }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  /// What is safe to print here: where a line begins, GitHub Actions acts on two colons.
  [[nodiscard]] std::string shown(std::string_view text) const;
  void append(std::string_view safe, Style style);

  std::size_t width_;
  Colors colors_;
  std::size_t used_ = 0;
  std::size_t spaces_ = 0;  ///< used, but not written yet
  std::string bytes_;
};

/// What the parts of the terminal report are written on.
class Paper {
 public:
  /// Keeps both references.
  Paper(const Report& report, std::ostream& out);

  [[nodiscard]] const Report& report() const { return report_; }
  [[nodiscard]] const Redactor& redactor() const { return redactor_; }
  [[nodiscard]] std::size_t width() const { return width_; }
  /// Whether there is no room for columns.
  [[nodiscard]] bool is_narrow() const { return width_ < 60; }

  /// An empty line of the paper's width, `indent` columns in.
  [[nodiscard]] Line line(std::size_t indent = 0) const;

  void print(const Line& line) { out_ << line.bytes() << '\n'; }
  /// Prose, wrapped between words to as many lines as it needs, five at most; `indent` columns in.
  /// Nothing if it is empty.
  void print_words(std::size_t indent, std::string_view text, Style style = Style::plain);
  /// `row`, then prose wrapped as `print_words` does it, in columns that begin where `row` ends.
  void print_row(Line row, std::string_view text, Style style = Style::plain);
  void blank() { out_ << '\n'; }

 private:
  const Report& report_;
  std::ostream& out_;
  Redactor redactor_;
  std::size_t width_;
};

}  // namespace nhiscan
