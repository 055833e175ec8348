#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "git/object_id.h"
#include "git/repository.h"
#include "nhiscan/kinds.h"

namespace nhiscan {

/// What is kept of every commit.
struct CommitRecord {
  ObjectId id;
  ObjectId tree;
  std::vector<ObjectId> parents;
  std::int64_t time = 0;  ///< the committer's, seconds since the epoch
};

/// What is kept of every annotated tag.
struct TagRecord {
  ObjectId id;
  ObjectId target;
};

/// Finds ids among many.
class IdTable {
 public:
  IdTable() = default;
  /// `ids` are sorted, each once.
  explicit IdTable(std::vector<ObjectId> ids);

  [[nodiscard]] std::optional<std::uint32_t> find(const ObjectId& id) const;

 private:
  static std::size_t bucket_of(const ObjectId& id) {
    return std::size_t{id.bytes[0]} << 8U | id.bytes[1];
  }

  std::vector<ObjectId> ids_;
  std::vector<std::uint32_t> buckets_;  // where those with the same first two bytes begin
};

/// All commits of a repository, numbered from the oldest: a parent before its children, and of
/// those that could follow the one with the earliest date, or of one date the one that
/// `git log --all` lists last.
class CommitGraph {
 public:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  /// Of records in any order; of equal ids one is taken.
  CommitGraph(const std::vector<CommitRecord>& commits, std::vector<TagRecord> tags,
              const GitRefs& refs);

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(ids_.size()); }
  [[nodiscard]] const ObjectId& id(std::uint32_t commit) const { return ids_[commit]; }
  [[nodiscard]] const ObjectId& tree(std::uint32_t commit) const { return trees_[commit]; }
  /// The committer's, seconds since the epoch.
  [[nodiscard]] std::int64_t time(std::uint32_t commit) const { return times_[commit]; }
  [[nodiscard]] std::span<const std::uint32_t> parents(std::uint32_t commit) const {
    return std::span(parents_).subspan(parents_begin_[commit],
                                       parents_begin_[commit + 1] - parents_begin_[commit]);
  }
  /// Never `head`, which is for what a tree holds.
  [[nodiscard]] Reach reach(std::uint32_t commit) const { return reach_[commit]; }
  [[nodiscard]] bool in_head(std::uint32_t commit) const { return in_head_[commit]; }
  /// The commit that HEAD is, or kNone.
  [[nodiscard]] std::uint32_t head() const { return head_; }
  /// kNone if it isn't there.
  [[nodiscard]] std::uint32_t find(const ObjectId& id) const;

  /// Parents that aren't there though the history isn't cut off at their children, sorted.
  [[nodiscard]] const std::vector<ObjectId>& missing_parents() const { return missing_parents_; }

  /// The object that a chain of tags ends at.
  [[nodiscard]] ObjectId peel(ObjectId id) const;

 private:
  void order(const std::vector<const CommitRecord*>& commits, const GitRefs& refs);
  void mark_reach(const GitRefs& refs);
  template <class Visit>
  void walk(std::vector<std::uint32_t> from, const Visit& visit) const;

  std::vector<ObjectId> ids_;
  std::vector<ObjectId> trees_;
  std::vector<std::int64_t> times_;
  std::vector<std::uint32_t> parents_begin_;
  std::vector<std::uint32_t> parents_;
  IdTable table_;
  std::vector<std::uint32_t> by_id_;  // numbers, by their place in the table
  std::vector<TagRecord> tags_;       // sorted by id
  std::vector<ObjectId> missing_parents_;
  std::vector<Reach> reach_;
  std::vector<bool> in_head_;
  std::uint32_t head_ = kNone;
};

}  // namespace nhiscan
