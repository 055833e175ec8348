#include "decoders/text_notebook.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace nhiscan {
namespace {

constexpr std::string_view kDatabricks = "Databricks notebook source";
constexpr std::string_view kDatabricksCell = "COMMAND ----------";

bool is_markdown_notebook(std::string_view path) {
  static constexpr auto kEnds =
      std::to_array<std::string_view>({".rmd", ".qmd", ".rmarkdown", ".rnw"});
  const std::string name = lower_ascii(path.substr(path.rfind('/') + 1));
  return std::ranges::any_of(kEnds, [&](std::string_view end) { return name.ends_with(end); });
}

/// The marker of a line comment with which the first line says what it is; empty if it doesn't.
std::string_view databricks_marker(std::string_view text) {
  for (const std::string_view marker : {"# ", "-- ", "// "})
    if (text.starts_with(marker) && text.substr(marker.size()).starts_with(kDatabricks))
      return marker;
  return {};
}

/// How many backticks or tildes open or close a chunk on that line.
std::size_t fence_of(std::string_view line) {
  line = trim(line, " \t");
  if (line.empty() || (line.front() != '`' && line.front() != '~')) return 0;
  const std::size_t end = std::min(line.find_first_not_of(line.front()), line.size());
  return end < 3 ? 0 : end;
}

/// Offset of the end of each line, without its line end, and the cell that the line is in.
using Lines = std::vector<std::pair<std::size_t, std::optional<CellPlace>>>;

Lines lines_of_chunks(std::string_view text) {
  Lines lines;
  CellPlace place;
  std::size_t fence = 0;
  bool is_chunk = false;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::string_view line = take_line(rest);
    const auto end = static_cast<std::size_t>(line.data() + line.size() - text.data());
    const std::size_t marks = fence_of(line);
    if (fence == 0 && marks > 0) {
      const std::string_view info = trim(trim(line, " \t").substr(marks));
      is_chunk = info.starts_with('{') && info.ends_with('}');
      fence = marks;
      place.line = 0;
      if (is_chunk) ++place.cell;
    } else if (fence > 0 && marks >= fence && trim(line).size() == marks) {
      fence = 0;
    } else {
      ++place.line;
    }
    lines.emplace_back(end, fence > 0 && is_chunk ? std::optional(place) : std::nullopt);
  }
  return lines;
}

Lines lines_of_databricks(std::string_view text, std::string_view marker) {
  Lines lines;
  CellPlace place{1, 0};
  std::string_view rest = text;
  lines.emplace_back(take_line(rest).size(), std::nullopt);
  bool is_before = true;  // blank lines before a cell aren't part of it
  while (!rest.empty()) {
    const std::string_view line = take_line(rest);
    const auto end = static_cast<std::size_t>(line.data() + line.size() - text.data());
    if (line.starts_with(marker) && line.substr(marker.size()).starts_with(kDatabricksCell)) {
      place = {place.cell + 1, 0};
      is_before = true;
    } else if (!is_before || !trim(line).empty()) {
      is_before = false;
      ++place.line;
    }
    lines.emplace_back(end, place.line > 0 ? std::optional(place) : std::nullopt);
  }
  return lines;
}

}  // namespace

bool is_text_notebook(std::string_view path, std::string_view text) {
  return is_markdown_notebook(path) || !databricks_marker(text).empty();
}

TextCells::TextCells(std::string_view path, std::string_view text) {
  if (is_markdown_notebook(path))
    lines_ = lines_of_chunks(text);
  else if (const std::string_view marker = databricks_marker(text); !marker.empty())
    lines_ = lines_of_databricks(text, marker);
}

std::optional<CellPlace> TextCells::at(std::size_t offset) const {
  const auto line = std::ranges::lower_bound(lines_, offset, {}, &Lines::value_type::first);
  return line == lines_.end() ? std::nullopt : line->second;
}

}  // namespace nhiscan
