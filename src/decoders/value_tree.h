#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "decoders/text_builder.h"
#include "nhiscan/finding.h"

namespace nhiscan {

/// The values of a structured text and where they stand in it.
///
/// Nodes are in the order of the text, each container before what it holds; the first is the root.
/// Spans are offsets in the text, which must be shorter than 4 GiB and outlive the tree.
class ValueTree {
 public:
  enum class Type : std::uint8_t {
    map,
    list,
    text,
    other  ///< a number, a truth value, nothing
  };
  /// How the text of a value is written; of `block` and `folded` the lines below `|` and `>`.
  enum class Spelling : std::uint8_t {
    plain,
    json,
    toml,
    properties,
    xml,
    yaml_plain,
    yaml_single,
    yaml_double,
    yaml_block,
    yaml_folded
  };

  struct Node {
    std::uint32_t key_begin = 0;  ///< without quotes; empty where it has none
    std::uint32_t key_end = 0;
    std::uint32_t begin = 0;  ///< of a text without its quotes
    std::uint32_t end = 0;
    std::uint32_t next = 0;  ///< index of the first node that isn't inside it
    Type type = Type::other;
    Spelling spelling = Spelling::plain;
  };
  using Index = std::uint32_t;
  static constexpr Index kNone = ~Index{0};

  /// Whether the root is a list of documents, which isn't written anywhere.
  enum class Root : std::uint8_t { value, documents };

  explicit ValueTree(std::string_view text, Root root = Root::value) : text_(text), root_(root) {}

  /// A node inside of those that are open; a container is open until it is closed.
  Index add(const Node& node);
  Index open(Node node);
  void close(std::size_t end);

  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] Root root() const { return root_; }
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }
  [[nodiscard]] std::size_t depth() const { return open_.size(); }
  [[nodiscard]] const Node& operator[](Index index) const { return nodes_[index]; }
  [[nodiscard]] Type type_of(Index index) const {
    return index == kNone ? Type::other : nodes_[index].type;
  }
  [[nodiscard]] std::string_view key(Index index) const;
  /// As it is written.
  [[nodiscard]] std::string_view value(Index index) const;
  [[nodiscard]] Span span(Index index) const { return {nodes_[index].begin, nodes_[index].end}; }

  /// What is directly inside of a container; nothing for any other node, and for kNone.
  [[nodiscard]] std::vector<Index> children(Index index) const;
  /// The child with that key, or kNone.
  [[nodiscard]] Index child(Index index, std::string_view key) const;

  /// What a value stands for.
  void decode(Index index, TextBuilder& out,
              TerminalSequences sequences = TerminalSequences::keep) const;

 private:
  std::string_view text_;
  Root root_;
  std::vector<Node> nodes_;
  std::vector<Index> open_;
};

}  // namespace nhiscan
