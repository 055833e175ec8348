#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "git/commit_graph.h"
#include "git/object_store.h"
#include "git/tree_graph.h"

namespace nhiscan {

/// One file name under which the history holds a blob.
struct BlobUse {
  std::uint32_t blob = 0;                           ///< number in the store
  std::string path;                                 ///< from the top of the repository
  std::uint32_t first_commit = CommitGraph::kNone;  ///< the oldest that holds it there; none for
                                                    ///< what a ref names directly
  std::uint32_t last_commit = CommitGraph::kNone;   ///< the newest of HEAD's history; none if it
                                                    ///< never was in it
  std::uint32_t removed_by = CommitGraph::kNone;    ///< the commit of HEAD's history after that one
  Reach reach = Reach::unreachable;                 ///< of the first commit
  bool at_head = false;
  std::vector<std::string> refs;  ///< up to kMostRefs whose tip holds it there
};

struct Attribution {
  std::vector<BlobUse> uses;  ///< sorted by blob, then path
  std::vector<GitProblem> problems;
  std::optional<TreeRecord> trees;  ///< what was read of them; none where something is damaged
};

/// Where the blobs of `wanted` (numbers, sorted) stand in the history. A blob that no tree holds
/// has no use. `problems` name what the history needs and the store doesn't have; below the top of
/// a commit's tree that is known where something is wanted, and in a partial clone. Runs in the
/// current TBB arena.
Attribution attribute_blobs(const ObjectStore& store, const CommitGraph& commits,
                            const GitRefs& refs, std::span<const std::uint32_t> wanted,
                            const TreeReading& reading);

}  // namespace nhiscan
