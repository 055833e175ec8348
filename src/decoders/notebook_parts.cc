#include "decoders/notebook_parts.h"

#include <algorithm>

namespace nhiscan {

void NotebookParts::add_source(ValueTree::Index value, int cell) {
  add_text(value, cell, Context::notebook_source, TerminalSequences::keep);
}

void NotebookParts::add_metadata(ValueTree::Index value, int cell) {
  if (!tree_.children(value).empty()) add_source(value, cell);
}

void NotebookParts::add_output(ValueTree::Index value, int cell) {
  add_text(value, cell, Context::notebook_output, TerminalSequences::drop);
}

void NotebookParts::add_output_of_type(std::string_view media_type, ValueTree::Index value,
                                       int cell) {
  if (is_text_type(media_type)) return add_output(value, cell);
  leave_out(value);
}

void NotebookParts::leave_out(ValueTree::Index value) {
  if (value == ValueTree::kNone) return;
  sink_.leave_out_binary();
  take(value);
}

void NotebookParts::add_text(ValueTree::Index value, int cell, Context context,
                             TerminalSequences sequences) {
  if (value == ValueTree::kNone || is_stopped()) return;
  TextBuilder text(tree_.text());
  const std::vector<ValueTree::Index> lines = tree_.children(value);
  const auto is_text = [&](ValueTree::Index line) {
    return tree_.type_of(line) == ValueTree::Type::text;
  };
  if (tree_.type_of(value) == ValueTree::Type::text) {
    tree_.decode(value, text, sequences);
  } else if (tree_.type_of(value) == ValueTree::Type::list && std::ranges::all_of(lines, is_text)) {
    for (const ValueTree::Index line : lines)
      tree_.decode(line, text, sequences);
  } else {
    text.copy(tree_.span(value));
  }
  take(value);
  give(text, cell, context);
}

void NotebookParts::give(const TextBuilder& text, std::optional<int> cell, Context context) {
  if (text.empty()) return;
  Part part = text.part();
  part.cell = cell;
  part.context = context;
  next_ = sink_.add(part);
}

void NotebookParts::take(ValueTree::Index value) { taken_.push_back(tree_.span(value)); }

void NotebookParts::add_rest() {
  if (is_stopped()) return;
  std::ranges::sort(taken_);
  TextBuilder rest(tree_.text());
  std::size_t from = 0;
  for (const Span& taken : taken_) {
    if (taken.begin < from) continue;
    rest.copy({from, taken.begin});
    from = taken.end;
  }
  rest.copy({from, tree_.text().size()});
  give(rest, std::nullopt, Context::notebook_source);
}

bool is_text_type(std::string_view media_type) {
  const auto begins = [&](std::string_view with) { return media_type.starts_with(with); };
  if (begins("image/svg")) return true;
  return !begins("image/") && !begins("audio/") && !begins("video/") && !begins("font/") &&
         media_type != "application/pdf" && media_type != "application/octet-stream";
}

}  // namespace nhiscan
