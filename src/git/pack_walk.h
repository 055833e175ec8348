#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "git/delta.h"
#include "git/delta_forest.h"
#include "git/object_store.h"

namespace nhiscan {

/// What a visitor keeps of an object for the sake of its deltas.
class VisitState {
 public:
  VisitState() = default;
  VisitState(const VisitState&) = delete;
  VisitState& operator=(const VisitState&) = delete;
  virtual ~VisitState() = default;
};

/// An object as a walk hands it over; everything lives as long as the call.
struct WalkedObject {
  std::uint32_t position = 0;  ///< in the pack's index
  ObjectType type = ObjectType::none;
  std::string_view bytes;
  const VisitState* base = nullptr;     ///< what the visitor kept of its delta base
  std::string_view base_bytes;          ///< empty if it has none
  std::span<const CopiedRange> copied;  ///< from the base
  bool has_deltas = false;              ///< whether what the visitor returns is of use
};

/// Sees the objects of a pack. Called from many threads at once.
class PackVisitor {
 public:
  PackVisitor() = default;
  PackVisitor(const PackVisitor&) = delete;
  PackVisitor& operator=(const PackVisitor&) = delete;
  virtual ~PackVisitor() = default;

  virtual std::shared_ptr<const VisitState> visit(const WalkedObject& object) = 0;

  /// An object that is stored whole and is too large to be held: `compressed` begins with its zlib
  /// stream.
  virtual void visit_large(std::uint32_t position, ObjectType type, std::uint64_t size,
                           std::string_view compressed) = 0;

  /// An object that should have been visited; `type` is `none` where it isn't known.
  virtual void skip(std::uint32_t position, ObjectType type, const std::string& reason) = 0;

  /// Asked before every object; after a yes the walk ends.
  [[nodiscard]] virtual bool stop() const = 0;
};

struct WalkOptions {
  std::uint64_t largest_object = std::uint64_t{64} * 1024 * 1024;  ///< bytes that are held at once
  std::uint64_t live_bytes = std::uint64_t{64} * 1024 * 1024;      ///< above, nothing is split off
};

/// Visits the objects of a pack for which `wanted` (asked of each node once) says yes, each decoded
/// once, bases before their deltas, heavy trees on several threads. Runs in the current TBB arena.
void walk_pack(const ObjectStore& store, const Pack& pack, const DeltaForest& forest,
               const std::function<bool(const DeltaForest::Node&)>& wanted,
               const WalkOptions& options, PackVisitor& visitor);

}  // namespace nhiscan
