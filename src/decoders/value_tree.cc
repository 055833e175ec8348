#include "decoders/value_tree.h"

#include <algorithm>

#include "decoders/scalar.h"

namespace nhiscan {

ValueTree::Index ValueTree::add(const Node& node) {
  nodes_.push_back(node);
  nodes_.back().next = static_cast<Index>(nodes_.size());
  return nodes_.back().next - 1;
}

ValueTree::Index ValueTree::open(Node node) {
  open_.push_back(add(node));
  return open_.back();
}

void ValueTree::close(std::size_t end) {
  Node& node = nodes_[open_.back()];
  // What a reader doesn't know better ends with the last that is in it.
  node.end = std::max(static_cast<std::uint32_t>(end), nodes_.back().end);
  node.next = static_cast<Index>(nodes_.size());
  open_.pop_back();
}

std::string_view ValueTree::key(Index index) const {
  const Node& node = nodes_[index];
  return text_.substr(node.key_begin, node.key_end - node.key_begin);
}

std::string_view ValueTree::value(Index index) const {
  const Node& node = nodes_[index];
  return text_.substr(node.begin, node.end - node.begin);
}

std::vector<ValueTree::Index> ValueTree::children(Index index) const {
  std::vector<Index> inside;
  const Type type = type_of(index);
  if (type != Type::map && type != Type::list) return inside;
  for (Index at = index + 1; at < nodes_[index].next; at = nodes_[at].next)
    inside.push_back(at);
  return inside;
}

ValueTree::Index ValueTree::child(Index index, std::string_view key) const {
  if (type_of(index) != Type::map) return kNone;
  for (Index at = index + 1; at < nodes_[index].next; at = nodes_[at].next)
    if (this->key(at) == key) return at;
  return kNone;
}

void ValueTree::decode(Index index, TextBuilder& out, TerminalSequences sequences) const {
  const Span span = this->span(index);
  switch (nodes_[index].spelling) {
    case Spelling::json:
      return out.decode_json(span, sequences);
    case Spelling::plain:
      return out.copy(span);
    default:
      return decode_scalar(nodes_[index].spelling, span, out);
  }
}

}  // namespace nhiscan
