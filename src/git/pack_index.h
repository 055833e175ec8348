#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "git/mapped_file.h"
#include "git/object_id.h"
#include "nhiscan/result.h"

namespace nhiscan {

class FineFanout;

/// The ids and offsets of one pack's objects, sorted by id: a `.idx` file of version 1 or 2
/// (gitformat-pack), or the part of a multi-pack-index that speaks of the pack.
class PackIndex {
 public:
  struct Entry {
    ObjectId id;
    std::uint64_t offset = 0;
    auto operator<=>(const Entry&) const = default;
  };

  static Result<PackIndex> open(const std::string& path, HashKind kind);

  /// `bytes` must outlive the index.
  static Result<PackIndex> parse(std::string_view bytes, HashKind kind);

  /// Of entries in any order.
  static PackIndex of(std::vector<Entry> entries, HashKind kind);

  [[nodiscard]] std::uint32_t count() const { return count_; }
  /// `position` is less than `count()`. An offset that the file does not have is beyond every pack.
  [[nodiscard]] ObjectId id(std::uint32_t position) const;
  [[nodiscard]] std::uint64_t offset(std::uint32_t position) const;
  [[nodiscard]] std::optional<std::uint32_t> find(const ObjectId& wanted) const;
  /// As `find`, for who asks for many: by a table of more of the ids' first bits than the file has.
  [[nodiscard]] std::optional<std::uint32_t> find(const ObjectId& wanted,
                                                  const FineFanout& fanout) const;
  /// What the file says that its pack ends with; nothing where there is no such file.
  [[nodiscard]] const std::optional<ObjectId>& pack_checksum() const { return pack_checksum_; }

 private:
  Status parse_version_1(std::string_view bytes);
  Status parse_version_2(std::string_view bytes);
  [[nodiscard]] std::pair<std::uint32_t, std::uint32_t> range_of(std::uint8_t first_byte) const;
  [[nodiscard]] int compare(std::uint32_t position, const ObjectId& wanted) const;

  HashKind kind_ = HashKind::sha1;
  std::optional<MappedFile> file_;
  std::uint32_t count_ = 0;
  // Of version 2: the tables inside the file.
  const char* fanout_ = nullptr;
  const char* ids_ = nullptr;
  const char* offsets_ = nullptr;
  std::string_view large_offsets_;
  std::vector<Entry> entries_;  // of the others
  std::optional<ObjectId> pack_checksum_;
};

/// Where ids begin whose first bits are the same: a few for each value of the bits.
class FineFanout {
 public:
  explicit FineFanout(const PackIndex& index);
  /// The positions among which an id stands, if it is there.
  [[nodiscard]] std::pair<std::uint32_t, std::uint32_t> range_of(const ObjectId& id) const;

 private:
  [[nodiscard]] std::size_t slot(const ObjectId& id) const;

  unsigned shift_ = 0;
  std::vector<std::uint32_t> begins_;
};

/// The packs that a multi-pack-index speaks of and what it says of each.
struct MultiPackIndex {
  struct PackPart {
    std::string name;  ///< "pack-….idx"
    std::vector<PackIndex::Entry> entries;
  };
  std::vector<PackPart> packs;
};

/// Reads the file `multi-pack-index` (gitformat-pack, "multi-pack-index (MIDX) files have the
/// following format").
Result<MultiPackIndex> parse_multi_pack_index(std::string_view bytes, HashKind kind);

}  // namespace nhiscan
