#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace nhiscan {

/// Where in a notebook something stands: both count from 1.
struct CellPlace {
  int cell = 0;
  std::size_t line = 0;
};

/// Whether it is a notebook that is plain text: R Markdown or Quarto by its name, or what
/// Databricks exports as source by its first line.
bool is_text_notebook(std::string_view path, std::string_view text);

/// The cells of a text notebook. In R Markdown and Quarto they are the chunks of code, as editors
/// count them, and their lines those between the fences; in Databricks' sources what stands between
/// the lines `COMMAND ----------`.
class TextCells {
 public:
  /// Has none if it is no text notebook.
  TextCells(std::string_view path, std::string_view text);

  /// The cell in which `offset` stands; nothing for what stands between cells.
  [[nodiscard]] std::optional<CellPlace> at(std::size_t offset) const;

 private:
  std::vector<std::pair<std::size_t, std::optional<CellPlace>>> lines_;  // by their ends
};

}  // namespace nhiscan
