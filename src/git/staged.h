#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "git/index_file.h"
#include "git/object_id.h"
#include "git/object_store.h"
#include "nhiscan/result.h"

namespace nhiscan {

/// A blob that the next commit would bring: HEAD has another one, or none, at its path.
struct StagedBlob {
  std::string path;  ///< relative to the working tree
  ObjectId id;
  std::optional<ObjectId> old_id;  ///< HEAD's blob of the same path and kind
  bool operator==(const StagedBlob&) const = default;
};

struct StagedChanges {
  std::vector<StagedBlob> blobs;     ///< sorted by path
  std::vector<GitProblem> problems;  ///< directories that could not be compared
};

/// The bytes of a tree.
using ReadTree = std::function<Result<Bytes>(const ObjectId& id)>;

/// What the index holds against a tree, HEAD's; without one, all of it. Of a conflict our and their
/// side count. Links are blobs, submodules are not, and of what is only meant to be added there is
/// nothing yet. Directories that the index remembers the tree of are passed over unread.
StagedChanges compare_with_index(const std::optional<ObjectId>& head_tree, const IndexFile& index,
                                 const ReadTree& read_tree);

}  // namespace nhiscan
