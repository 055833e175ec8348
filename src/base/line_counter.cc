#include "base/line_counter.h"

#include <algorithm>

#include "base/text.h"

namespace nhiscan {
namespace {

constexpr std::size_t kAsciiBlock = 32;

/// Whether the first kAsciiBlock bytes are there and ASCII; long lines mostly are.
bool begins_with_ascii(std::string_view text) {
  if (text.size() < kAsciiBlock) return false;
  unsigned char bits = 0;
  for (std::size_t i = 0; i < kAsciiBlock; ++i)
    bits |= static_cast<unsigned char>(text[i]);
  return bits < 0x80;
}

}  // namespace

/// To `offset`, or to the beginning of the line that it is in.
void LineCounter::go_back(std::size_t offset) {
  const std::string_view passed = text_.substr(offset, offset_ - offset);
  const auto lines = static_cast<std::size_t>(std::ranges::count(passed, '\n'));
  if (lines == 0 && position_.column > passed.size() && offset > 3) {
    for (std::size_t at = 0; at < passed.size(); at += code_point_at(passed, at).size)
      --position_.column;
    offset_ = offset;
    return;
  }
  const std::size_t newline = offset == 0 ? std::string_view::npos : text_.rfind('\n', offset - 1);
  if (newline == std::string_view::npos) {
    offset_ = 0;
    position_ = start_;
    return;
  }
  position_.line -= lines;
  position_.column = 1;
  offset_ = newline + 1;
}

LinePosition LineCounter::at(std::size_t offset) {
  if (offset < offset_) go_back(offset);
  const std::string_view passed = text_.substr(offset_, offset - offset_);
  std::size_t line_begin = offset_;
  if (const std::size_t newline = passed.rfind('\n'); newline != std::string_view::npos) {
    position_.line += static_cast<std::size_t>(std::ranges::count(passed, '\n'));
    position_.column = 1;
    line_begin += newline + 1;
  }
  if (line_begin == 0 && position_.line == 1 && position_.column == 1 &&
      text_.substr(0, offset).starts_with("\xef\xbb\xbf"))
    line_begin = 3;
  while (line_begin < offset) {
    if (begins_with_ascii(text_.substr(line_begin, offset - line_begin))) {
      line_begin += kAsciiBlock;
      position_.column += kAsciiBlock;
      continue;
    }
    line_begin += code_point_at(text_.substr(0, offset), line_begin).size;
    ++position_.column;
  }
  offset_ = offset;
  return position_;
}

}  // namespace nhiscan
