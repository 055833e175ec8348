#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "decoders/key_paths.h"
#include "decoders/text_notebook.h"
#include "decoders/value_tree.h"
#include "nhiscan/kinds.h"

namespace nhiscan {

/// What a text says of the places in it: of a configuration file under which key something stands,
/// of a notebook that is plain text in which cell. Made where something was found, as it costs more
/// than looking for it.
class Outline {
 public:
  struct Place {
    std::string key_path;     ///< "spec.env[2].value"; empty: not known
    std::optional<int> cell;  ///< from 1
    std::optional<std::size_t> cell_line;
    std::optional<Context> context;
  };

  /// `text` must outlive it.
  Outline(std::string_view path, std::string_view text);

  [[nodiscard]] Place at(std::size_t offset) const;

 private:
  bool is_text_notebook_;
  TextCells cells_;
  std::unique_ptr<const ValueTree> tree_;
  std::optional<KeyPaths> keys_;
};

}  // namespace nhiscan
