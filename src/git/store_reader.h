#pragma once

#include <cstdint>
#include <memory>
#include <unordered_map>

#include "git/object_store.h"
#include "wrap/inflate.h"

namespace nhiscan {

/// Reads objects of a store one by one and remembers the last ones with the bases of their deltas:
/// the versions of one file are deltas of each other. Belongs to one thread.
class StoreReader {
 public:
  using Object = std::shared_ptr<const StoredObject>;

  /// Objects of more than `limit` bytes fail; about as many bytes are remembered. `store` must
  /// outlive the reader.
  StoreReader(const ObjectStore& store, std::uint64_t limit) : store_(store), limit_(limit) {}

  [[nodiscard]] const ObjectStore& store() const { return store_; }
  [[nodiscard]] HashKind hash_kind() const { return store_.hash_kind(); }

  /// As `ObjectStore::read`.
  Result<Object> read(const ObjectId& id);

 private:
  using Objects = std::unordered_map<std::uint64_t, Object>;  // by pack and offset

  Object read_packed(std::uint32_t pack_number, std::uint64_t offset);
  Object find(std::uint64_t place);
  void keep(std::uint64_t place, const Object& object);

  const ObjectStore& store_;
  std::uint64_t limit_;
  Inflater inflater_;
  Objects young_;
  Objects old_;  // go when the young ones have become too many
  std::uint64_t young_bytes_ = 0;
};

}  // namespace nhiscan
