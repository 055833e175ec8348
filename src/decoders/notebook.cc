// Notebooks that are JSON. Their texts are read as a person sees them, and not as JSON writes them;
// pictures are no text.
#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "decoders/decoder.h"
#include "decoders/json_tree.h"
#include "decoders/notebook_parts.h"

namespace nhiscan {
namespace {

using Index = ValueTree::Index;

/// Zeppelin: "Notebook format" of its sources (class Note): paragraphs with a text and results,
/// which were `result` with one message up to version 0.6.
class ZeppelinReader {
 public:
  ZeppelinReader(const ValueTree& tree, PartSink& sink) : tree_(tree), parts_(tree, sink) {}

  void read() {
    for (const Index paragraph : tree_.children(tree_.child(0, "paragraphs"))) {
      ++cell_;
      parts_.add_source(tree_.child(paragraph, "text"), cell_);
      for (const Index message :
           tree_.children(tree_.child(tree_.child(paragraph, "results"), "msg")))
        add_message(message, "data");
      add_message(tree_.child(paragraph, "result"), "msg");
      parts_.add_output(tree_.child(paragraph, "errorMessage"), cell_);
      if (parts_.is_stopped()) return;
    }
    parts_.add_rest();
  }

 private:
  void add_message(Index message, std::string_view key) {
    const Index type = tree_.child(message, "type");
    const bool is_image = type != ValueTree::kNone && tree_.value(type) == "IMG";
    parts_.add_output_of_type(is_image ? "image/png" : "text/plain", tree_.child(message, key),
                              cell_);
  }

  const ValueTree& tree_;
  NotebookParts parts_;
  int cell_ = 0;
};

/// Databricks: what an archive (`.dbc`) holds for each notebook, as exports show it.
class DatabricksReader {
 public:
  DatabricksReader(const ValueTree& tree, PartSink& sink) : tree_(tree), parts_(tree, sink) {}

  void read() {
    int cell = 0;
    for (const Index command : in_order()) {
      ++cell;
      parts_.add_source(tree_.child(command, "command"), cell);
      for (const std::string_view key : {"errorSummary", "error"})
        parts_.add_output(tree_.child(command, key), cell);
      read_results(tree_.child(command, "results"), cell);
      if (parts_.is_stopped()) return;
    }
    parts_.add_rest();
  }

 private:
  /// They aren't always written in the order in which they are shown.
  std::vector<Index> in_order() {
    std::vector<Index> commands = tree_.children(tree_.child(0, "commands"));
    std::ranges::stable_sort(commands, {}, [&](Index command) { return position_of(command); });
    return commands;
  }

  [[nodiscard]] double position_of(Index command) const {
    const Index position = tree_.child(command, "position");
    if (position == ValueTree::kNone) return 0;
    double number = 0;
    const std::string_view text = tree_.value(position);
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
  }

  void read_results(Index results, int cell) {
    if (tree_.type_of(results) == ValueTree::Type::list)
      for (const Index result : tree_.children(results))
        read_results(result, cell);
    const Index data = tree_.child(results, "data");
    const Index type = tree_.child(results, "type");
    const bool is_image = type != ValueTree::kNone && tree_.value(type) == "image";
    if (data != ValueTree::kNone && is_image) return parts_.leave_out(data);
    if (tree_.type_of(data) == ValueTree::Type::list && is_list_of_results(data))
      return read_results(data, cell);
    parts_.add_output(data, cell);
  }

  [[nodiscard]] bool is_list_of_results(Index list) const {
    const std::vector<Index> items = tree_.children(list);
    return !items.empty() && std::ranges::all_of(items, [&](Index item) {
      return tree_.child(item, "data") != ValueTree::kNone;
    });
  }

  const ValueTree& tree_;
  NotebookParts parts_;
};

bool has_extension_of_notebook(std::string_view path) {
  return path.ends_with(".ipynb") || path.ends_with(".zpln");
}

}  // namespace

bool read_zeppelin(const ValueTree& tree, PartSink& sink) {
  const Index paragraphs = tree.child(0, "paragraphs");
  if (tree.type_of(paragraphs) != ValueTree::Type::list) return false;
  const std::vector<Index> all = tree.children(paragraphs);
  const bool is_note = std::ranges::any_of(
      all, [&](Index paragraph) { return tree.child(paragraph, "text") != ValueTree::kNone; });
  if (is_note) ZeppelinReader(tree, sink).read();
  return is_note;
}

bool read_databricks(const ValueTree& tree, PartSink& sink) {
  const Index version = tree.child(0, "version");
  if (version == ValueTree::kNone || !tree.value(version).starts_with("NotebookV")) return false;
  if (tree.type_of(tree.child(0, "commands")) != ValueTree::Type::list) return false;
  DatabricksReader(tree, sink).read();
  return true;
}

bool is_notebook(std::string_view /*path*/, std::string_view head) {
  static constexpr auto kMarks = std::to_array<std::string_view>(
      {"cells\"", "nbformat\"", "worksheets\"", "paragraphs\"", "NotebookV"});
  constexpr std::size_t kMarksWithin = 4096;
  if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
  const std::size_t first = head.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || head[first] != '{') return false;
  head = head.substr(0, kMarksWithin);
  for (std::size_t at = head.find('"'); at != std::string_view::npos; at = head.find('"', at + 1))
    if (std::ranges::any_of(kMarks, [rest = head.substr(at + 1)](std::string_view mark) {
          return rest.starts_with(mark);
        }))
      return true;
  return false;
}

void decode_notebook(const Encoded& encoded, PartSink& sink) {
  const auto tree = read_json_tree(encoded.text);
  if (!tree && has_extension_of_notebook(encoded.path))
    sink.skip("", "no valid notebook (" + tree.error().message + "); read as text",
              PartSink::Cause::left_out);
  const bool is_read = tree && (read_jupyter(*tree, sink) || read_zeppelin(*tree, sink) ||
                                read_databricks(*tree, sink));
  if (!is_read) sink.refuse();
}

}  // namespace nhiscan
