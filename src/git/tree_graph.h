#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

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

/// Which trees of a store lead to the objects of a set: all trees are read once, on the threads of
/// the current TBB arena.
class TreeGraph {
 public:
  struct Edge {
    std::uint32_t name = 0;   ///< see `name()`
    std::uint32_t child = 0;  ///< a tree that leads on, or an object of the set
  };

  TreeGraph(const ObjectStore& store, const ObjectSet& wanted, std::uint64_t largest_object,
            const std::function<bool()>& stop);

  /// The entries of a tree that lead to something, in its order.
  [[nodiscard]] std::span<const Edge> edges(std::uint32_t tree) const { return edges_[tree]; }
  [[nodiscard]] const std::string& name(std::uint32_t number) const { return names_[number]; }
  /// Trees that can't be read: what they hold may lack its path. Sorted by path.
  [[nodiscard]] const std::vector<GitProblem>& problems() const { return problems_; }
  /// Objects that trees name and the store doesn't have, sorted: trees, and in a partial clone
  /// blobs too.
  [[nodiscard]] const std::vector<ObjectId>& missing() const { return missing_; }

 private:
  void keep_what_leads_on(const ObjectSet& wanted);

  std::vector<std::vector<Edge>> chunks_;  // where the edges lie
  std::vector<std::span<Edge>> edges_;     // by object number
  std::vector<std::string> names_;
  std::vector<GitProblem> problems_;
  std::vector<ObjectId> missing_;
};

}  // namespace nhiscan
