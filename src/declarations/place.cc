#include "declarations/place.h"

#include <algorithm>
#include <tuple>

#include "base/text.h"

namespace nhiscan {

namespace {

struct Position {
  std::size_t line = 1;
  std::size_t column = 1;
};

/// Columns of offsets of one text. Mostly ascending ones cost the length of the text in all, even
/// where it is a single line of megabytes.
class ColumnCounter {
 public:
  ColumnCounter(std::string_view text, const LineIndex& lines) : text_(text), lines_(lines) {}

  Position position(std::size_t offset) {
    const std::size_t line = lines_.line(offset);
    if (line != at_.line || offset < offset_) {
      at_ = {line, 1};
      offset_ = lines_.begin(line);
    }
    while (offset_ < offset) {
      offset_ += code_point_at(text_, offset_).size;
      ++at_.column;
    }
    return at_;
  }

 private:
  std::string_view text_;
  const LineIndex& lines_;
  Position at_;
  std::size_t offset_ = 0;
};

}  // namespace

LineIndex::LineIndex(std::string_view text) : begins_{0} {
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
    begins_.push_back(at + 1);
}

std::size_t LineIndex::line(std::size_t offset) const {
  return static_cast<std::size_t>(std::ranges::upper_bound(begins_, offset) - begins_.begin());
}

void place(std::vector<Declaration>& declarations, std::string_view path, std::string_view text) {
  const LineIndex lines(text);
  ColumnCounter begins(text, lines);
  ColumnCounter ends(text, lines);
  std::ranges::stable_sort(declarations, {}, [](const Declaration& declaration) {
    return std::make_tuple(declaration.location.begin, declaration.location.end);
  });
  for (Declaration& declaration : declarations) {
    Location& location = declaration.location;
    location.path = path;
    location.begin = std::min(location.begin, text.size());
    location.end = std::clamp(location.end, location.begin, text.size());
    const Position begin = begins.position(location.begin);
    const Position end = ends.position(location.end);
    location.line = begin.line;
    location.column = begin.column;
    location.end_line = end.line;
    location.end_column = end.column;
  }
}

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string_view shortened(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  const auto continues = [&](std::size_t at) { return (text[at] & '\xC0') == '\x80'; };
  while (bytes > 0 && continues(bytes))
    --bytes;
  return text.substr(0, bytes);
}

void add_once(std::vector<std::string>& list, std::string_view value) {
  constexpr std::size_t kMost = 1'000;
  value = shortened(value, 500);
  if (list.size() >= kMost || std::ranges::find(list, value) != list.end()) return;
  list.emplace_back(value);
}

void add_fact(Facts& facts, std::string_view name, std::string_view value) {
  auto fact = facts.find(name);
  if (fact == facts.end()) fact = facts.emplace(name, std::vector<std::string>{}).first;
  if (auto* list = std::get_if<std::vector<std::string>>(&fact->second)) add_once(*list, value);
}

}  // namespace nhiscan
