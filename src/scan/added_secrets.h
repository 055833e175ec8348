#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "git/range_walk.h"
#include "git/tree_diff.h"
#include "scan/object_scan.h"

namespace nhiscan {

/// An object as the file of this name, or as "git:commit/<id>".
struct NamedObject {
  std::string path;
  ObjectId id;
  auto operator<=>(const NamedObject&) const = default;
};

/// What is found in an object that was read: sorted, each once.
using HitsOf = std::function<std::span<const Hit>(const NamedObject& object)>;

/// A secret that a commit adds to a file.
struct AddedSecret {
  Hit hit;
  ObjectId commit;
  ObjectId blob;                       ///< in which it came
  std::vector<std::string> paths;      ///< the one it came under, then others that the file had
  std::set<ObjectId> blobs;            ///< all that hold it there
  std::optional<ObjectId> removed_by;  ///< the last commit that took it out
  std::int64_t removed_at = 0;         ///< that commit's time
};

inline constexpr std::size_t kMostPathsOfSecret = 50;

/// Which secrets a range of commits adds, and what becomes of them. A commit adds a secret to a
/// file where the blob that it replaces doesn't hold it, unless it takes it out of another file: as
/// it does when one is renamed.
class AddedSecrets {
 public:
  explicit AddedSecrets(HitsOf hits_of) : hits_of_(std::move(hits_of)) {}

  /// A commit, after its parents.
  void add(const RangeCommit& commit, std::span<const TreeChange> changes);

  /// In the order in which they came.
  [[nodiscard]] const std::vector<AddedSecret>& all() const { return secrets_; }

 private:
  using Place = std::pair<Hit, std::string>;

  [[nodiscard]] bool holds(const NamedObject& object, const Hit& hit) const;
  [[nodiscard]] std::vector<Place> taken_out(std::span<const TreeChange> changes) const;
  void bring(const RangeCommit& commit, const TreeChange& change, const Hit& hit,
             std::span<const Place> taken);
  AddedSecret* at_path(const Hit& hit, const std::string& path);
  AddedSecret& known_or_new(const RangeCommit& commit, const TreeChange& change, const Hit& hit);

  HitsOf hits_of_;
  std::vector<AddedSecret> secrets_;
  std::map<Place, std::size_t> by_path_;
  std::map<std::pair<Hit, ObjectId>, std::size_t> by_blob_;
};

}  // namespace nhiscan
