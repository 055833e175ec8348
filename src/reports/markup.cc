#include "reports/markup.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace nhiscan {
namespace {

std::size_t longest_run(std::string_view text, char wanted) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == wanted ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

/// CommonMark 0.31, section 6.1: a fence longer than every run of backticks inside; one space at
/// both ends is taken off again.
std::string code_span(const std::string& text) {
  if (text.empty()) return {};
  const std::string fence(longest_run(text, '`') + 1, '`');
  const bool needs_space =
      text.front() == '`' || text.back() == '`' || (text.front() == ' ' && text.back() == ' ');
  const std::string_view space = needs_space ? " " : "";
  return fence + std::string(space) + text + std::string(space) + fence;
}

/// Whether GitHub or GitLab would make something of words: `GH-12` and `JIRA-3` are linked as
/// issues, seven hexadecimal digits, letters and numbers, as a commit, `:+1:` becomes a picture.
bool is_read_as_more(std::string_view text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  std::size_t hex_digits = 0;
  bool has_number = false;
  bool has_letter = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool is_last = at + 1 == text.size();
    if (c == '-' && !is_last && is_digit(text[at + 1])) return true;
    if (c == ':' && !is_last && text[at + 1] != ' ') return true;
    const bool is_hex = is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    hex_digits = is_hex ? hex_digits + 1 : 0;
    has_number = is_hex && (has_number || is_digit(c));
    has_letter = is_hex && (has_letter || !is_digit(c));
    if (hex_digits >= 7 && has_number && has_letter) return true;
  }
  return false;
}

}  // namespace

std::string markup_text(std::string_view text) {
  std::string escaped;
  for (const char c : escape_terminal(text)) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string markdown_code(std::string_view text) { return code_span(escape_terminal(text)); }

std::string markdown_cell_code(std::string_view text) {
  // GitHub's tables know `\|` for a bar, but no way to write a backslash before one.
  const std::string safe = escape_terminal(text);
  std::string cell;
  for (std::size_t at = 0; at < safe.size(); ++at) {
    const bool before_bar = at + 1 < safe.size() && safe[at + 1] == '|';
    if (safe[at] == '|')
      cell += "\\|";
    else if (safe[at] == '\\' && before_bar)
      cell += "\\x5c";
    else
      cell += safe[at];
  }
  return code_span(cell);
}

std::string markdown_words(std::string_view text) {
  const std::string safe = escape_terminal(text);
  const auto is_letter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; };
  const auto is_plain = [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80 ||
           std::string_view(" ,.;:()/'-").find(c) != std::string_view::npos;
  };
  const bool is_words = !safe.empty() && is_letter(safe.front()) &&
                        std::ranges::all_of(safe, is_plain) &&
                        !contains_ignore_case(safe, "www.") && !is_read_as_more(safe);
  return is_words ? safe : markdown_cell_code(safe);
}

}  // namespace nhiscan
