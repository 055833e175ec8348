#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "git/known_objects.h"
#include "git/tree_graph.h"
#include "scan/history_places.h"
#include "scan/object_scan.h"

namespace nhiscan {

/// What a scan of a history leaves for the next one of the same repository. Objects are named by
/// the numbers of a store that has these packs in this order, and then the loose objects.
struct HistoryMemory {
  struct PackName {
    ObjectId checksum;
    std::uint32_t objects = 0;
    bool operator==(const PackName&) const = default;
  };

  /// The places as they were chosen, for as long as nothing changes.
  struct Choice {
    std::string key;  ///< of the refs and options; see history.cc
    std::vector<HistoryPlace> places;
    std::vector<GitProblem> problems;
  };

  std::string settings;  ///< the rules and limits under which it holds
  std::vector<PackName> packs;
  std::vector<ObjectId> loose;  ///< sorted
  ObjectScan scan;
  std::optional<TreeRecord> trees;
  std::optional<Choice> choice;
  bool is_new = false;  ///< differs from what the scan was given
};

/// The packs of a memory, for ObjectStore::open.
std::vector<ObjectId> pack_checksums(const HistoryMemory& memory);

/// Names the objects by the numbers of `store`. False, and the memory is of no use, where the store
/// lacks something that was read, or the numbers are none.
bool renumber(HistoryMemory& memory, const ObjectStore& store);

/// What of a store the memory knows.
KnownObjects known_objects(const HistoryMemory& memory, const ObjectStore& store);

/// A memory of all that the store holds, as yet of nothing that was found there.
HistoryMemory memory_of(const ObjectStore& store);

}  // namespace nhiscan
