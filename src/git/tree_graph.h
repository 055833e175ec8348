#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "git/known_objects.h"
#include "git/object_store.h"

namespace nhiscan {

/// A set of objects of a store.
class ObjectSet {
 public:
  /// `numbers` are the store's.
  ObjectSet(const ObjectStore& store, std::span<const std::uint32_t> numbers);

  [[nodiscard]] bool holds(std::uint32_t number) const { return wanted_[number]; }
  /// Quick; may say yes of an object that isn't in the set.
  [[nodiscard]] bool may_hold(const ObjectId& id) const { return bloom_[slot(id)]; }

 private:
  static std::size_t slot(const ObjectId& id) {
    return std::size_t{id.bytes[0]} << 12U | std::size_t{id.bytes[1]} << 4U | id.bytes[2] >> 4U;
  }

  std::vector<bool> wanted_;
  std::vector<bool> bloom_;
};

/// An entry of a tree.
struct TreeEdge {
  std::uint32_t name = 0;   ///< among the names of the TreeGraph or TreeRecord
  std::uint32_t child = 0;  ///< a tree that leads on, or an object of the set
};

/// What is known of a store's trees: those that lead to a set of its objects.
struct TreeRecord {
  std::vector<std::uint32_t> trees;
  std::vector<std::uint32_t> edge_counts;  ///< of each of them
  std::vector<TreeEdge> edges;             ///< of all of them
  std::vector<std::string> names;
  std::vector<ObjectId> missing;  ///< see TreeGraph
};

struct TreeReading {
  std::uint64_t largest_object = 0;
  std::function<bool()> stop;
  const KnownObjects* known = nullptr;  ///< the trees among them are not read, but in `record`;
  const TreeRecord* record = nullptr;   ///< both or none
};

/// Which trees of a store lead to the objects of a set: all trees are read once, on the threads of
/// the current TBB arena.
class TreeGraph {
 public:
  using Edge = TreeEdge;

  TreeGraph(const ObjectStore& store, const ObjectSet& wanted, const TreeReading& reading);

  /// The entries of a tree that lead to something, in its order.
  [[nodiscard]] std::span<const Edge> edges(std::uint32_t tree) const { return edges_[tree]; }
  [[nodiscard]] const std::string& name(std::uint32_t number) const { return names_[number]; }
  /// Trees that can't be read: what they hold may lack its path. Sorted by path.
  [[nodiscard]] const std::vector<GitProblem>& problems() const { return problems_; }
  /// Objects that trees name and the store doesn't have, sorted: trees, and in a partial clone
  /// blobs too.
  [[nodiscard]] const std::vector<ObjectId>& missing() const { return missing_; }

  [[nodiscard]] TreeRecord record() const;

 private:
  void take_over(const ObjectSet& wanted, const TreeRecord& record);
  void keep_what_leads_on(const ObjectSet& wanted);

  std::vector<std::vector<Edge>> chunks_;  // where the edges lie
  std::vector<std::span<Edge>> edges_;     // by object number
  std::vector<std::string> names_;
  std::vector<GitProblem> problems_;
  std::vector<ObjectId> missing_;
};

}  // namespace nhiscan
