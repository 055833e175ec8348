#include "decoders/outline.h"

#include <utility>

#include "decoders/config_format.h"

namespace nhiscan {
Outline::Outline(std::string_view path, std::string_view text)
    : is_text_notebook_(is_text_notebook(path, text)), cells_(path, text) {
  if (path.empty()) return;
  for (const ConfigFormat* format : formats_of(path, text)) {
    auto tree = format->read(text);
    if (!tree) continue;
    tree_ = std::make_unique<const ValueTree>(*std::move(tree));
    keys_.emplace(*tree_);
    return;
  }
}

Outline::Place Outline::at(std::size_t offset) const {
  Place place;
  if (keys_) {
    const ValueTree::Index node = keys_->node_at(offset);
    if (node != ValueTree::kNone) place.key_path = keys_->path_of(node);
  }
  if (!is_text_notebook_) return place;
  place.context = Context::notebook_source;
  if (const auto cell = cells_.at(offset)) {
    place.cell = cell->cell;
    place.cell_line = cell->line;
  }
  return place;
}

}  // namespace nhiscan
