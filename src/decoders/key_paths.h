#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "decoders/value_tree.h"

namespace nhiscan {

/// Ways from the root of a tree, which must outlive it, to its nodes.
class KeyPaths {
 public:
  explicit KeyPaths(const ValueTree& tree);

  /// The innermost node whose key or value `offset` is in; kNone outside of all.
  [[nodiscard]] ValueTree::Index node_at(std::size_t offset) const;

  /// "spec.env[2].value": keys joined by dots, positions in lists from 0, also those of a map's
  /// keys that it has more than once. A key with blanks, quotes or brackets stands in quotes and
  /// brackets. At most 512 bytes.
  [[nodiscard]] std::string path_of(ValueTree::Index node) const;

  /// What the node is in; kNone for the root.
  [[nodiscard]] ValueTree::Index parent(ValueTree::Index node) const { return parents_[node]; }

 private:
  [[nodiscard]] std::string step_to(ValueTree::Index node) const;

  const ValueTree& tree_;
  std::vector<ValueTree::Index> parents_;
  std::vector<ValueTree::Index> positions_;  // among what the parent holds
};

}  // namespace nhiscan
