#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "decoders/unpacker.h"
#include "detection/rule_set.h"
#include "git/commit_graph.h"
#include "git/known_objects.h"
#include "git/object_store.h"
#include "nhiscan/report.h"
#include "scan/hit.h"
#include "scan/scan.h"

namespace nhiscan {

/// An object that holds something.
struct ObjectHits {
  std::uint32_t number = 0;  ///< of the ObjectStore
  ObjectType type = ObjectType::blob;
  std::vector<Hit> hits;  ///< sorted, each once
};

/// The objects of a repository as a scan leaves them.
struct ObjectScan {
  std::vector<ObjectHits> objects;    ///< sorted by number
  std::vector<CommitRecord> commits;  ///< all of them, sorted by id
  std::vector<TagRecord> tags;
  Coverage coverage;  ///< of blobs, commits' and tags' messages; `skipped` paths are object names
  std::uint64_t binary_blobs = 0;  ///< that nothing decodes; not in `coverage`
  std::uint64_t binary_bytes = 0;
  std::uint64_t bytes_given = 0;  ///< to Hyperscan

  /// `other` is of other objects of the same store.
  void add(ObjectScan other);
};

struct ObjectScanOptions {
  /// `delta` scans what each delta adds; `full` every byte of every object, which finds the same.
  enum class Reading : std::uint8_t { delta, full } reading = Reading::delta;
  std::uint64_t largest_object = std::uint64_t{64} * 1024 * 1024;  ///< larger ones are streamed
  std::uint64_t max_blob_size = std::numeric_limits<std::uint64_t>::max();
  std::size_t window_size = std::size_t{8} * 1024 * 1024;  ///< of streamed ones
  UnpackLimits unpack;
  /// Whether to compare each object's name with the hash of its content.
  enum class Names : std::uint8_t { trust, verify } names = Names::trust;
};

/// Reads every blob, commit and tag of the store once, but for those that are known, in the current
/// TBB arena. Which file a blob is isn't known yet: a value that only some files' rules would drop
/// is kept.
ObjectScan scan_objects(const ObjectStore& store, const RuleSet& rules,
                        const ObjectScanOptions& options, const KnownObjects& known,
                        ScanProgress& progress);

/// The hash that Hit has.
std::uint64_t secret_hash(std::string_view secret);

}  // namespace nhiscan
