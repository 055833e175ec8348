#include "decoders/key_paths.h"

#include <algorithm>

namespace nhiscan {
namespace {

using Index = ValueTree::Index;

constexpr std::size_t kLongestPath = 512;
// In a map with more keys, one that comes twice isn't told from the other.
constexpr std::size_t kMostKeysCompared = 1000;

std::size_t begin_of(const ValueTree::Node& node) {
  return node.key_end > node.key_begin ? node.key_begin : node.begin;
}

bool holds(const ValueTree::Node& node, std::size_t offset) {
  const bool is_container = node.type == ValueTree::Type::map || node.type == ValueTree::Type::list;
  const std::size_t begin = is_container ? begin_of(node) : node.begin;
  return (offset >= node.key_begin && offset < node.key_end) ||
         (offset >= begin && offset < node.end);
}

bool is_plain_key(std::string_view key) {
  return key.find_first_of("[]\" \t\n") == std::string_view::npos;
}

}  // namespace

KeyPaths::KeyPaths(const ValueTree& tree)
    : tree_(tree), parents_(tree.size(), ValueTree::kNone), positions_(tree.size(), 0) {
  std::vector<Index> open;
  std::vector<Index> counts;
  for (Index node = 0; node < tree.size(); ++node) {
    while (!open.empty() && tree[open.back()].next <= node) {
      open.pop_back();
      counts.pop_back();
    }
    if (!open.empty()) {
      parents_[node] = open.back();
      positions_[node] = counts.back()++;
    }
    if (tree[node].next > node + 1) {
      open.push_back(node);
      counts.push_back(0);
    }
  }
}

Index KeyPaths::node_at(std::size_t offset) const {
  if (parents_.empty()) return ValueTree::kNone;
  Index first = 0;
  auto last = static_cast<Index>(parents_.size());
  while (last - first > 1) {
    const Index middle = first + (last - first) / 2;
    (begin_of(tree_[middle]) <= offset ? first : last) = middle;
  }
  Index node = first;
  while (node != ValueTree::kNone && !holds(tree_[node], offset))
    node = parents_[node];
  return node;
}

std::string KeyPaths::step_to(Index node) const {
  const std::string_view key = tree_.key(node);
  const Index parent = parents_[node];
  if (tree_.type_of(parent) == ValueTree::Type::list)
    return "[" + std::to_string(positions_[node]) + "]";
  std::string step;
  if (!key.empty())
    step = is_plain_key(key) ? "." + std::string(key) : "[\"" + std::string(key) + "\"]";
  std::size_t before = 0;
  std::size_t alike = 0;
  std::size_t compared = 0;
  for (Index sibling = parent + 1; sibling < tree_[parent].next && ++compared < kMostKeysCompared;
       sibling = tree_[sibling].next) {
    if (tree_.key(sibling) != key) continue;
    before += sibling < node ? 1 : 0;
    ++alike;
  }
  return alike > 1 ? step + "[" + std::to_string(before) + "]" : step;
}

std::string KeyPaths::path_of(Index node) const {
  std::vector<Index> way;
  while (parents_[node] != ValueTree::kNone) {
    const bool is_document = tree_.root() == ValueTree::Root::documents && parents_[node] == 0;
    if (!is_document) way.push_back(node);
    node = parents_[node];
  }
  std::string path;
  for (auto step = way.rbegin(); step != way.rend() && path.size() < kLongestPath; ++step)
    path += step_to(*step);
  if (path.starts_with('.')) path.erase(0, 1);
  return path.substr(0, kLongestPath);
}

}  // namespace nhiscan
