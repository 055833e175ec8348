#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "git/object_id.h"
#include "git/pack.h"

namespace nhiscan {

/// Which object of a pack is a delta of which: trees whose roots are stored whole.
class DeltaForest {
 public:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  enum class Root : std::uint8_t {
    no,        ///< a delta of `base`
    whole,     ///< stored whole
    external,  ///< a delta of an object that is not in the pack, or that its index leaves out: a
               ///< multi-pack-index names one copy of each object
    broken,    ///< its header is damaged, or the deltas form a ring
  };

  /// Nodes are numbered in the order of their offsets.
  struct Node {
    std::uint64_t offset = 0;
    std::uint64_t weight = 0;    ///< compressed bytes of the node and all that hangs on it
    std::uint32_t position = 0;  ///< in the pack's index
    std::uint32_t base = kNone;
    std::uint32_t first_child = kNone;  ///< the heaviest
    std::uint32_t next_sibling = kNone;
    ObjectType type = ObjectType::none;  ///< `none` below an external or broken root
    Root root = Root::no;
  };

  /// Reads the header of every entry of the pack.
  explicit DeltaForest(const Pack& pack);

  [[nodiscard]] std::span<const Node> nodes() const { return nodes_; }
  [[nodiscard]] std::uint32_t node_at(std::uint32_t position) const { return node_of_[position]; }

 private:
  void list_nodes(const Pack& pack);
  void find_base(const Pack& pack, Node& node);
  [[nodiscard]] std::uint32_t node_at_offset(std::uint64_t offset) const;
  std::vector<std::uint32_t> roots_first();
  void weigh(const Pack& pack, std::span<const std::uint32_t> order);

  std::vector<Node> nodes_;
  std::vector<std::uint32_t> node_of_;  // of a position
};

}  // namespace nhiscan
