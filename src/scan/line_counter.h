#pragma once

#include <cstddef>
#include <string_view>

namespace nhiscan {

/// 1-based; a column counts code points, and a byte that is not part of UTF-8 as one.
struct LinePosition {
  std::size_t line = 1;
  std::size_t column = 1;
};

/// Turns ascending offsets into lines and columns; going through a text costs one pass in all.
class LineCounter {
 public:
  explicit LineCounter(std::string_view text, LinePosition start = {})
      : text_(text), position_(start) {}

  /// `offset` is not less than that of the call before.
  LinePosition at(std::size_t offset);

 private:
  std::string_view text_;
  std::size_t offset_ = 0;
  LinePosition position_;
};

}  // namespace nhiscan
