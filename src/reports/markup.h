#pragma once

#include <string>
#include <string_view>

// Text that came from files, made safe to stand between markup. Each first makes visible what a
// terminal could act on, so that one line stays one line.
namespace nhiscan {

/// For the text and the attributes of XML 1.0 and HTML.
std::string markup_text(std::string_view text);

/// A code span of Markdown: nothing in it is a link, a mention, HTML or emphasis. Nothing where the
/// text is empty.
std::string markdown_code(std::string_view text);

/// The same in a cell of a table, where a `|` would end the cell even in a code span.
std::string markdown_cell_code(std::string_view text);

/// As it is where it holds nothing but words, else a code span that may stand in a cell.
std::string markdown_words(std::string_view text);

}  // namespace nhiscan
