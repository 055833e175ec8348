#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "nhiscan/finding.h"

namespace nhiscan {

/// A part of an input that may be one credential: a line, or a block over several.
struct Piece {
  Span span;             ///< bytes, without the last line end
  std::size_t line = 1;  ///< 1-based, of its first byte
  std::size_t line_count = 1;
  bool is_comment = false;  ///< a line that begins with `#` or `//`
};

/// The parts of `text`, in order; blank lines belong to none. Blocks are PEM and what resembles it
/// (to its end, or to a blank line where that is missing), PuTTY keys, JSON that its brackets close
/// again, minisign and signify keys, and wrapped base64 of keys, certificates and keystores.
std::vector<Piece> split_pieces(std::string_view text);

/// What a line assigns: without `export`, `NAME=` or `NAME:`, quotes and what ends a statement. The
/// line itself, trimmed, where it assigns nothing.
std::string_view assigned_value(std::string_view line);

}  // namespace nhiscan
