#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace nhiscan {

/// Where in a notebook something stands: both count from 1.
struct CellPlace {
  int cell = 0;
  std::size_t line = 0;
};

/// Whether it is a notebook that is plain text: R Markdown or Quarto by its name, or what
/// Databricks exports as source by its first line.
bool is_text_notebook(std::string_view path, std::string_view text);

/// The cell in which `offset` stands. In R Markdown and Quarto the cells are the chunks of code, as
/// editors count them, and their lines those between the fences; nothing for what stands between
/// chunks. In Databricks' sources they are what stands between the lines `COMMAND ----------`.
std::optional<CellPlace> cell_at(std::string_view path, std::string_view text, std::size_t offset);

}  // namespace nhiscan
