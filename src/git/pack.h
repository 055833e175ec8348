#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "git/bytes.h"
#include "git/mapped_file.h"
#include "git/object_id.h"
#include "git/pack_index.h"
#include "nhiscan/result.h"
#include "wrap/inflate.h"

namespace nhiscan {

/// What stands before an object's data in a pack (gitformat-pack, "pack-*.pack files").
struct PackEntry {
  enum class Base : std::uint8_t { none, offset, id } base = Base::none;
  ObjectType type = ObjectType::none;  ///< `none` for a delta
  std::uint64_t size = 0;              ///< inflated: of the object, or of its delta
  std::uint64_t data = 0;              ///< offset of the zlib stream
  std::uint64_t base_offset = 0;
  ObjectId base_id;
};

/// A pack file with its index.
class Pack {
 public:
  static Result<Pack> open(const std::string& path, PackIndex index, HashKind kind);

  /// `bytes` must outlive the pack.
  static Result<Pack> parse(std::string_view bytes, PackIndex index, HashKind kind);

  /// Fails if there is no entry at `offset`.
  [[nodiscard]] Result<PackEntry> entry(std::uint64_t offset) const;

  /// The object or delta of an entry; the caller has checked that it can hold `size` bytes.
  Result<Bytes> inflate(const PackEntry& entry, Inflater& inflater) const;

  /// Where the compressed data begins, up to the end of all objects.
  [[nodiscard]] std::string_view data(const PackEntry& entry) const {
    return bytes_.substr(entry.data);
  }

  [[nodiscard]] const PackIndex& index() const { return index_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  /// The hash that the file ends with: its name for a cache.
  [[nodiscard]] const ObjectId& checksum() const { return checksum_; }
  /// Bytes of the objects; all offsets are below.
  [[nodiscard]] std::uint64_t size() const { return bytes_.size(); }

 private:
  std::string path_;
  std::optional<MappedFile> file_;
  std::string_view bytes_;  // without the checksum
  PackIndex index_;
  ObjectId checksum_;
  HashKind kind_ = HashKind::sha1;
};

}  // namespace nhiscan
