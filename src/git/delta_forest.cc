#include "git/delta_forest.h"

#include <algorithm>

namespace nhiscan {

DeltaForest::DeltaForest(const Pack& pack) {
  list_nodes(pack);
  for (Node& node : nodes_)
    find_base(pack, node);
  for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
    if (nodes_[i].root != Root::no) continue;
    Node& base = nodes_[nodes_[i].base];
    nodes_[i].next_sibling = base.first_child;
    base.first_child = i;
  }
  weigh(pack, roots_first());
}

void DeltaForest::list_nodes(const Pack& pack) {
  const PackIndex& index = pack.index();
  nodes_.resize(index.count());
  for (std::uint32_t i = 0; i < index.count(); ++i) {
    nodes_[i].offset = index.offset(i);
    nodes_[i].position = i;
  }
  std::ranges::sort(nodes_, {}, &Node::offset);
  node_of_.resize(nodes_.size());
  for (std::uint32_t i = 0; i < nodes_.size(); ++i)
    node_of_[nodes_[i].position] = i;
}

std::uint32_t DeltaForest::node_at_offset(std::uint64_t offset) const {
  const auto found = std::ranges::lower_bound(nodes_, offset, {}, &Node::offset);
  if (found == nodes_.end() || found->offset != offset) return kNone;
  return static_cast<std::uint32_t>(found - nodes_.begin());
}

void DeltaForest::find_base(const Pack& pack, Node& node) {
  const auto entry = pack.entry(node.offset);
  if (!entry) {
    node.root = Root::broken;
    return;
  }
  switch (entry->base) {
    case PackEntry::Base::none:
      node.root = Root::whole;
      node.type = entry->type;
      return;
    case PackEntry::Base::offset:
      node.base = node_at_offset(entry->base_offset);
      if (node.base == kNone) node.root = Root::external;
      return;
    case PackEntry::Base::id: {
      const auto position = pack.index().find(entry->base_id);
      if (position)
        node.base = node_of_[*position];
      else
        node.root = Root::external;
    }
  }
}

/// Every node after its base, and with its type. What roots don't lead to is made a broken root.
std::vector<std::uint32_t> DeltaForest::roots_first() {
  std::vector<std::uint32_t> order;
  order.reserve(nodes_.size());
  std::vector<bool> reached(nodes_.size());
  const auto add_tree = [&](std::uint32_t root) {
    std::size_t next = order.size();
    order.push_back(root);
    reached[root] = true;
    for (; next < order.size(); ++next) {
      const Node& base = nodes_[order[next]];
      for (std::uint32_t child = base.first_child; child != kNone;
           child = nodes_[child].next_sibling) {
        if (reached[child]) continue;
        nodes_[child].type = base.type;
        reached[child] = true;
        order.push_back(child);
      }
    }
  };
  for (std::uint32_t i = 0; i < nodes_.size(); ++i)
    if (nodes_[i].root != Root::no) add_tree(i);
  for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
    if (reached[i]) continue;
    nodes_[i].root = Root::broken;
    add_tree(i);
  }
  return order;
}

void DeltaForest::weigh(const Pack& pack, std::span<const std::uint32_t> order) {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const std::uint64_t end = i + 1 < nodes_.size() ? nodes_[i + 1].offset : pack.size();
    nodes_[i].weight = std::min(end, pack.size()) - std::min(nodes_[i].offset, pack.size());
    nodes_[i].first_child = kNone;
  }
  // From the leaves up; each is whole when it is added to its base's list, which keeps its heaviest
  // child first.
  for (std::size_t k = order.size(); k-- > 0;) {
    const std::uint32_t i = order[k];
    Node& node = nodes_[i];
    if (node.root != Root::no) continue;
    Node& base = nodes_[node.base];
    base.weight += node.weight;
    if (base.first_child == kNone || nodes_[base.first_child].weight <= node.weight) {
      node.next_sibling = base.first_child;
      base.first_child = i;
    } else {
      Node& heaviest = nodes_[base.first_child];
      node.next_sibling = heaviest.next_sibling;
      heaviest.next_sibling = i;
    }
  }
}

}  // namespace nhiscan
