#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "decoders/decoder.h"
#include "decoders/value_tree.h"

namespace nhiscan {

/// Gives a notebook's texts as parts: what was taken by name, then the rest as it is written.
class NotebookParts {
 public:
  NotebookParts(const ValueTree& tree, PartSink& sink) : tree_(tree), sink_(sink) {}

  /// A text or a list of its lines, as the source of a cell.
  void add_source(ValueTree::Index value, int cell);

  /// What a cell says of itself, as it is written.
  void add_metadata(ValueTree::Index value, int cell);

  /// The same as output, without terminal sequences; any other value as it is written.
  void add_output(ValueTree::Index value, int cell);

  /// Output by media type: a picture or other data that is no text is left out.
  void add_output_of_type(std::string_view media_type, ValueTree::Index value, int cell);

  /// No text: not read, and counted.
  void leave_out(ValueTree::Index value);

  /// Everything that wasn't taken, as one part.
  void add_rest();

  [[nodiscard]] bool is_stopped() const { return next_ == PartSink::Next::stop; }

 private:
  void add_text(ValueTree::Index value, int cell, Context context, TerminalSequences sequences);
  void give(const TextBuilder& text, std::optional<int> cell, Context context);
  void take(ValueTree::Index value);

  const ValueTree& tree_;
  PartSink& sink_;
  PartSink::Next next_ = PartSink::Next::go_on;
  std::vector<Span> taken_;
};

/// Whether data of that media type is text: "text/html", "application/json", "image/svg+xml".
bool is_text_type(std::string_view media_type);

/// Readers of one format each; false where the tree isn't of that format, and nothing was given.
bool read_jupyter(const ValueTree& tree, PartSink& sink);
bool read_zeppelin(const ValueTree& tree, PartSink& sink);
bool read_databricks(const ValueTree& tree, PartSink& sink);

}  // namespace nhiscan
