#pragma once

#include <utility>
#include <vector>

#include "git/known_objects.h"
#include "git/object_store.h"
#include "scan/object_scan.h"

namespace nhiscan {

/// The repositories that were read in this run: what one of them holds needs no second reading in
/// another.
class ReadBefore {
 public:
  /// A scan that lacks something is of no use.
  void add(ObjectStore store, ObjectScan scan);

  /// Which objects of `store` were read, and what was found in them, by its numbers. The coverage
  /// is empty: each object counts once.
  [[nodiscard]] std::pair<KnownObjects, ObjectScan> in(const ObjectStore& store) const;

 private:
  std::vector<std::pair<ObjectStore, ObjectScan>> read_;
};

}  // namespace nhiscan
