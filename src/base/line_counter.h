#pragma once

#include <cstddef>
#include <string_view>

namespace nhiscan {

/// 1-based; a column counts code points, and a byte that is not part of UTF-8 as one.
struct LinePosition {
  std::size_t line = 1;
  std::size_t column = 1;
};

/// Turns offsets into lines and columns; going through a text in ascending order costs one pass in
/// all, and a step back what lies between. A byte order mark is not part of the first line.
class LineCounter {
 public:
  explicit LineCounter(std::string_view text, LinePosition start = {})
      : text_(text), start_(start), position_(start) {}

  LinePosition at(std::size_t offset);

 private:
  void go_back(std::size_t offset);

  std::string_view text_;
  LinePosition start_;
  std::size_t offset_ = 0;
  LinePosition position_;
};

}  // namespace nhiscan
