#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace nhiscan {

/// An escape, and what it stands for.
struct Escape {
  std::size_t size = 0;   ///< bytes of the text
  std::string character;  ///< UTF-8, or a byte; empty: nothing
};

/// A way in which text writes bytes of other text.
struct EscapeSyntax {
  std::string_view step;  ///< what the chain says
  char mark = 0;          ///< with which each escape begins
  /// Whether one that hides something may begin with the mark, by the two bytes behind it: source
  /// code is full of "%s", "&x" and "\n" before a quote.
  bool (*may_begin)(char next, char behind) = nullptr;
  /// The escape at `at`, where the mark is; nothing where it is none.
  std::optional<Escape> (*read)(std::string_view text, std::size_t at) = nullptr;
  /// Whether the escape, which stands at `at`, may hide something, so that it is worth undoing.
  /// Cheap, as it is asked of each.
  bool (*may_hide)(std::string_view text, std::size_t at, const Escape& escape) = nullptr;
};

/// Percent signs of URLs, character references of HTML and XML, backslashes of C, JSON and others,
/// quoted-printable, and the colours of a terminal.
std::span<const EscapeSyntax> escape_syntaxes();

}  // namespace nhiscan
