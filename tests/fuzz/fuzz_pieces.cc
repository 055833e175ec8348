// What `nhiscan decode` takes apart: every piece lies in the text, behind the one before.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "scan/pieces.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::size_t end = 0;
  std::size_t line = 0;
  for (const nhiscan::Piece& piece : nhiscan::split_pieces(text)) {
    const bool fits = piece.span.begin >= end && piece.span.end >= piece.span.begin &&
                      piece.span.end <= size && piece.line > line && piece.line_count > 0;
    if (!fits) std::abort();
    end = piece.span.end;
    line = piece.line + piece.line_count - 1;
    const auto piece_text = text.substr(piece.span.begin, piece.span.size());
    if (nhiscan::assigned_value(piece_text).size() > piece_text.size()) std::abort();
  }
  return 0;
}
