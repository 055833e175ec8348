#pragma once

#include <oneapi/tbb/enumerable_thread_specific.h>

#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "scan/added_secrets.h"
#include "scan/place_reader.h"

namespace nhiscan {

/// What is found in the files of a range of commits. The same blob is read once for each name, as
/// it depends on the name how a file is read.
class RangeBlobs {
 public:
  explicit RangeBlobs(const HistoryContext& context);

  /// Reads those that weren't read before, in the current TBB arena.
  void scan(std::vector<NamedObject> objects);

  /// Sorted, each once; none of what wasn't read.
  [[nodiscard]] std::span<const Hit> hits(const NamedObject& object) const;

  /// Adds that of all that was read, each blob counted once.
  void add_coverage(ScanOutcome& out) const;
  /// Blobs that can't be read.
  [[nodiscard]] const std::vector<GitProblem>& problems() const { return problems_; }

 private:
  struct Key {
    ObjectId id;
    std::size_t path = 0;  // its hash
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const { return ObjectIdHash()(key.id) ^ key.path; }
  };
  struct Known {
    std::uint32_t names = 0;
    bool holds_something = false;
    bool is_counted = false;
  };
  /// What came of one object.
  struct Part {
    std::vector<Hit> hits;
    Coverage coverage;
    std::vector<GitProblem> problems;
    std::uint64_t binary_blobs = 0;
  };

  static Key key_of(const NamedObject& object);
  [[nodiscard]] bool is_new(const NamedObject& object);
  [[nodiscard]] Part read(const NamedObject& object);
  void add(const NamedObject& object, Part part);

  const HistoryContext& context_;
  ScanOptions options_;
  tbb::enumerable_thread_specific<std::unique_ptr<HistoryReader>> readers_;
  std::unordered_map<Key, std::vector<Hit>, KeyHash> hits_;
  std::unordered_map<ObjectId, Known, ObjectIdHash> known_;
  Coverage coverage_;
  std::vector<GitProblem> problems_;
  std::uint64_t binary_blobs_ = 0;
  std::uint64_t binary_bytes_ = 0;
  bool is_cut_ = false;
};

}  // namespace nhiscan
