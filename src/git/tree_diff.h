#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "git/store_reader.h"

namespace nhiscan {

/// A file that a commit brings, changes or deletes. Links are files, submodules are not; a mode
/// doesn't count.
struct TreeChange {
  std::string path;               ///< from the top of the repository
  std::optional<ObjectId> id;     ///< the new blob; none where the file is deleted
  std::vector<ObjectId> old_ids;  ///< of the parents that have a file there, in their order
};

struct TreeChanges {
  std::vector<TreeChange> files;  ///< in the order of the trees
  std::vector<GitProblem> problems;
  bool is_cut = false;  ///< there are more, or the trees nest too deep
};

inline constexpr std::size_t kMostChangedFiles = 1'000'000;

/// What a commit's tree has unlike the trees of its parents. Of many parents, a file counts when it
/// is unlike that of every one of them, as in git's combined diff; without parents all files count.
/// What is equal isn't read. Where an old tree can't be read all of the new one counts.
TreeChanges diff_trees(StoreReader& objects, const ObjectId& tree,
                       std::span<const ObjectId> parents,
                       std::size_t most_files = kMostChangedFiles);

/// The blobs at some paths (sorted, each once) of a tree, in their order; none where there is no
/// file or the way to it can't be read.
std::vector<std::optional<ObjectId>> find_files(StoreReader& objects, const ObjectId& tree,
                                                std::span<const std::string> paths);

}  // namespace nhiscan
