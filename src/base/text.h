#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace nhiscan {

/// One decoded character. What isn't UTF-8 is U+FFFD with `valid` false, `size` then being the
/// longest part that could have begun a character (as browsers and Node.js decode; Unicode 15,
/// section 3.9, "U+FFFD substitution of maximal subparts").
struct CodePoint {
  char32_t value = 0;
  std::size_t size = 0;  ///< bytes, 1 to 4
  bool valid = true;
};

/// The character at `offset`, which must be less than `text.size()`.
CodePoint code_point_at(std::string_view text, std::size_t offset);

/// Whether a terminal could act on it, or hide or reorder text by it: C0, DEL, C1, bidi controls,
/// zero-width and tag characters.
bool is_unsafe_to_show(char32_t character);

/// One line that is safe to print: unsafe characters become `\x1b` or `\u202e`, bytes that aren't
/// UTF-8 become `\xff`.
std::string escape_terminal(std::string_view text);

/// The text with U+FFFD for what isn't UTF-8.
std::string to_valid_utf8(std::string_view text);

/// Terminal columns: 0 for combining marks, 2 for East Asian wide characters and emoji, else 1.
std::size_t display_width(std::string_view utf8);

/// At most `width` columns: where the text is longer, its end and less of its start round a `…`.
std::string elide_middle(std::string_view utf8, std::size_t width);

/// At most `width` columns: where the text is longer, its start and a `…`.
std::string elide_end(std::string_view utf8, std::size_t width);

/// Without the bytes of `blanks` at its beginning and end.
std::string_view trim(std::string_view text, std::string_view blanks = " \t\r\n");

/// Without the LF or CR LF that it may end with.
std::string_view without_line_end(std::string_view text);

/// The next line, without its end; `text` then begins behind it.
std::string_view take_line(std::string_view& text);

/// A to Z become a to z; every other byte stays.
std::string lower_ascii(std::string_view text);

/// Whether `text` holds `part`, upper and lower case of ASCII letters being the same.
bool contains_ignore_case(std::string_view text, std::string_view part);

}  // namespace nhiscan
