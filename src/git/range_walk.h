#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "git/store_reader.h"

namespace nhiscan {

/// The commits that can be reached from `tips` and not from `hidden`; either may be tags.
struct CommitRange {
  std::vector<ObjectId> tips;
  std::vector<ObjectId> hidden;
};

struct RangeCommit {
  ObjectId id;
  ObjectId tree;
  std::vector<ObjectId> parent_trees;
  std::int64_t time = 0;  ///< the committer's, seconds since the epoch
};

struct RangeCommits {
  std::vector<RangeCommit> commits;  ///< a parent before its children, else by date
  std::vector<ObjectId> tags;        ///< annotated ones that lead to the tips
  bool is_cut_off = false;           ///< a shallow clone lacks the parents of some
  std::vector<GitProblem> problems;
};

/// The object that a chain of tags ends at, which may be missing. `on_tag` is called with the id of
/// each tag.
ObjectId peel_tag(StoreReader& objects, ObjectId id,
                  const std::function<void(const ObjectId&)>& on_tag = {});

/// Reads the commits of a range and few more. `shallow` (sorted) are commits without parents here.
/// Where the clocks of many commits in a row were wrong, some that are hidden may be taken.
RangeCommits walk_range(StoreReader& objects, const CommitRange& range,
                        std::span<const ObjectId> shallow, const std::function<bool()>& stop);

}  // namespace nhiscan
