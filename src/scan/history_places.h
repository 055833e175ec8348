#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "git/attribution.h"
#include "git/commit_graph.h"
#include "nhiscan/finding.h"
#include "scan/object_scan.h"

namespace nhiscan {

/// A secret under one file name, as it first came there.
struct PlacedHit {
  Hit hit;
  SecretHistory history;
  bool at_head = false;
};

/// An object that is to be reported under one name.
struct HistoryPlace {
  ObjectId id;
  std::string path;  ///< from the top of the repository; of what has no file name "git:blob/…",
                     ///< "git:commit/…", "git:tag/…"
  std::optional<ObjectId> commit;  ///< that brought it
  std::vector<PlacedHit> hits;     ///< sorted by hit
};

struct PlaceOptions {
  enum class Unreachable : std::uint8_t { take, leave_out } unreachable = Unreachable::take;
};

/// Of all versions of a file that hold a secret, the one that brought it; so too of commit messages
/// and of blobs without a name. Sorted by their numbers in the store, then path.
std::vector<HistoryPlace> choose_places(const ObjectScan& scan, const ObjectStore& store,
                                        const CommitGraph& commits, const GitRefs& refs,
                                        std::span<const BlobUse> uses, const PlaceOptions& options);

}  // namespace nhiscan
