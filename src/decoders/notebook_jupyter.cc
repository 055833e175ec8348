// Jupyter and what writes its format: Colab, Databricks, VS Code. "The Notebook file format" of
// nbformat, versions 3 (worksheets, outputs with one key for each type) and 4 (cells, bundles of
// media types).
#include <algorithm>
#include <array>

#include "decoders/notebook_parts.h"

namespace nhiscan {
namespace {

using Index = ValueTree::Index;

class JupyterReader {
 public:
  JupyterReader(const ValueTree& tree, PartSink& sink) : tree_(tree), parts_(tree, sink) {}

  void read() {
    read_cells(tree_.child(0, "cells"));
    for (const Index worksheet : tree_.children(tree_.child(0, "worksheets")))
      read_cells(tree_.child(worksheet, "cells"));
    parts_.add_rest();
  }

 private:
  void read_cells(Index cells) {
    for (const Index cell : tree_.children(cells)) {
      ++cell_;
      parts_.add_source(tree_.child(cell, "source"), cell_);
      parts_.add_source(tree_.child(cell, "input"), cell_);
      parts_.add_metadata(tree_.child(cell, "metadata"), cell_);
      for (const Index file : tree_.children(tree_.child(cell, "attachments")))
        read_attachment(file);
      for (const Index output : tree_.children(tree_.child(cell, "outputs")))
        read_output(output);
      if (parts_.is_stopped()) return;
    }
  }

  void read_attachment(Index file) {
    for (const Index data : tree_.children(file)) {
      if (is_text_type(tree_.key(data)))
        parts_.add_source(data, cell_);
      else
        parts_.leave_out(data);
    }
  }

  void read_output(Index output) {
    for (const Index value : tree_.children(output)) {
      const std::string_view key = tree_.key(value);
      if (key == "data" || key == "metadata")
        read_bundle(value);
      else if (key == "traceback")
        read_traceback(value);
      else if (key == "png" || key == "jpeg" || key == "pdf")
        parts_.leave_out(value);
      else if (is_text_key(key))
        parts_.add_output(value, cell_);
    }
  }

  void read_bundle(Index bundle) {
    for (const Index data : tree_.children(bundle))
      parts_.add_output_of_type(tree_.key(data), data, cell_);
  }

  /// One text for each frame.
  void read_traceback(Index frames) {
    for (const Index frame : tree_.children(frames))
      parts_.add_output(frame, cell_);
  }

  static bool is_text_key(std::string_view key) {
    static constexpr auto kKeys = std::to_array<std::string_view>(
        {"text", "ename", "evalue", "html", "svg", "latex", "json", "javascript", "markdown"});
    return std::ranges::find(kKeys, key) != kKeys.end();
  }

  const ValueTree& tree_;
  NotebookParts parts_;
  int cell_ = 0;
};

}  // namespace

bool read_jupyter(const ValueTree& tree, PartSink& sink) {
  const auto is_list = [&](Index node) { return tree.type_of(node) == ValueTree::Type::list; };
  const Index worksheets = tree.child(0, "worksheets");
  if (is_list(worksheets)) {
    JupyterReader(tree, sink).read();
    return true;
  }
  const Index cells = tree.child(0, "cells");
  if (!is_list(cells)) return false;
  // Other things have cells, too.
  bool has_type = tree.child(0, "nbformat") != ValueTree::kNone;
  for (const Index cell : tree.children(cells))
    has_type = has_type || tree.child(cell, "cell_type") != ValueTree::kNone;
  if (has_type) JupyterReader(tree, sink).read();
  return has_type;
}

}  // namespace nhiscan
