#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "git/bytes.h"
#include "git/mapped_file.h"
#include "git/object_id.h"
#include "git/pack.h"
#include "nhiscan/result.h"
#include "wrap/inflate.h"

namespace nhiscan {

/// A whole object.
struct StoredObject {
  ObjectType type = ObjectType::none;
  Bytes bytes;
};

/// A loose object: a file of its own.
struct LooseObject {
  ObjectId id;
  std::string path;
  auto operator<=>(const LooseObject&) const = default;
};

/// A part of a repository that can't be read.
struct GitProblem {
  std::string path;
  std::string reason;
  auto operator<=>(const GitProblem&) const = default;
};

/// Type and size from the beginning of an inflated loose object ("blob 12\0…"), and how long that
/// is.
struct LooseHeader {
  ObjectType type = ObjectType::none;
  std::uint64_t size = 0;
  std::size_t length = 0;
};
Result<LooseHeader> parse_loose_header(std::string_view bytes);

/// An object that is stored whole, inflated part by part.
class ObjectStream {
 public:
  /// `compressed`, which must outlive the stream, begins with the object's zlib stream.
  ObjectStream(ObjectType type, std::uint64_t size, std::string_view compressed)
      : type_(type), size_(size), inflate_(compressed) {}

  static Result<std::unique_ptr<ObjectStream>> open_loose(const std::string& path);

  [[nodiscard]] ObjectType type() const { return type_; }
  /// As its header says: nothing checks it.
  [[nodiscard]] std::uint64_t size() const { return size_; }

  /// Fills `out` as far as the object goes; 0 at its end.
  Result<std::size_t> read(char* out, std::size_t size);

 private:
  explicit ObjectStream(MappedFile file) : file_(std::move(file)), inflate_(file_->bytes()) {}

  ObjectType type_ = ObjectType::none;
  std::uint64_t size_ = 0;
  std::optional<MappedFile> file_;
  InflateStream inflate_;
  std::string begun_;  // inflated with a loose object's header
};

/// All objects of a repository: packs and loose files, its own and those of its alternates.
/// Immutable once open, so threads share it. Replace refs and grafts are ignored. A loose file that
/// `git repack` deletes later is looked for in the packs of that time.
class ObjectStore {
 public:
  /// Where few objects are read, loose ones are better looked up one by one.
  enum class Loose : std::uint8_t { list, look_up };

  /// Opens `<directory>` (the repository's `objects`). What can't be read is in `problems()`. A
  /// pack that vanishes meanwhile, as `git repack` deletes them, is looked for anew. Packs come in
  /// the order of `first_packs` (their checksums), then those that aren't in it by name.
  static Result<ObjectStore> open(const std::string& directory, HashKind kind,
                                  Loose loose = Loose::list,
                                  std::span<const ObjectId> first_packs = {});

  /// Of packs alone.
  static ObjectStore of(std::vector<Pack> packs, HashKind kind);

  [[nodiscard]] HashKind hash_kind() const { return kind_; }
  [[nodiscard]] const std::vector<Pack>& packs() const { return packs_; }
  /// Sorted by id, each once; empty where they are looked up.
  [[nodiscard]] const std::vector<LooseObject>& loose() const { return loose_; }
  [[nodiscard]] const std::vector<GitProblem>& problems() const { return problems_; }
  /// Whether objects may be absent on purpose (gitformat-pack and partial-clone: `.promisor`).
  [[nodiscard]] bool is_partial() const { return partial_; }

  /// The pack (its number) and the position in its index; the first pack that has it.
  [[nodiscard]] std::optional<std::pair<std::uint32_t, std::uint32_t>> find(
      const ObjectId& id) const;
  [[nodiscard]] bool has(const ObjectId& id) const;

  /// Every object has a number: those of the first pack by their positions, those of the second,
  /// …, then the loose ones. An object that is stored more than once goes by the first.
  [[nodiscard]] std::uint32_t object_count() const;
  [[nodiscard]] std::uint32_t number(std::uint32_t pack, std::uint32_t position) const {
    return first_number_[pack] + position;
  }
  [[nodiscard]] std::uint32_t loose_number(std::size_t loose) const {
    return first_number_.back() + static_cast<std::uint32_t>(loose);
  }
  [[nodiscard]] std::optional<std::uint32_t> number_of(const ObjectId& id) const;
  /// As `number_of`, with a table for each pack.
  [[nodiscard]] std::optional<std::uint32_t> number_of(const ObjectId& id,
                                                       std::span<const FineFanout> fanouts) const;
  [[nodiscard]] ObjectId id_of(std::uint32_t number) const;

  /// The object with its deltas resolved, of the first copy that is whole. Fails with the reason;
  /// "missing" if the store doesn't have it; objects of more than `limit` bytes fail.
  Result<StoredObject> read(const ObjectId& id, Inflater& inflater, std::uint64_t limit) const;

  /// As `read`, of copies that aren't in this pack.
  Result<StoredObject> read_elsewhere(const ObjectId& id, std::uint32_t pack, Inflater& inflater,
                                      std::uint64_t limit) const;

  /// As `read`, of what stands at an offset in one of the packs.
  Result<StoredObject> read_at(const Pack& pack, std::uint64_t offset, Inflater& inflater,
                               std::uint64_t limit) const {
    return read_packed(pack, offset, inflater, limit, 0);
  }

  /// Fails where no copy is stored whole.
  [[nodiscard]] Result<std::unique_ptr<ObjectStream>> open_stream(const ObjectId& id) const;

  /// As `read`, of a loose file.
  Result<StoredObject> read_loose(const LooseObject& object, std::uint64_t limit) const;

 private:
  [[nodiscard]] std::optional<std::uint32_t> number_of_loose(const ObjectId& id) const;

  class Later;

  void add_directory(const std::string& directory, std::vector<std::string>& seen, int depth);
  void add_packs(const std::string& directory);
  void add_pack(const std::string& path, Result<PackIndex> index);
  void number_packs();
  void add_loose(const std::string& directory);
  [[nodiscard]] std::optional<LooseObject> find_loose(const ObjectId& id) const;
  static Result<StoredObject> read_loose_file(const LooseObject& object, std::uint64_t limit);
  [[nodiscard]] Result<StoredObject> read_later(const ObjectId& id, std::uint64_t limit) const;
  Result<StoredObject> read_packed(const Pack& pack, std::uint64_t offset, Inflater& inflater,
                                   std::uint64_t limit, int depth) const;

  HashKind kind_ = HashKind::sha1;
  Loose listing_ = Loose::list;
  std::vector<Pack> packs_;
  std::vector<std::uint32_t> first_number_{0};  // of each pack, and of the loose objects
  std::vector<std::string> looked_up_;          // directories whose loose objects aren't listed
  std::vector<LooseObject> loose_;
  std::vector<GitProblem> problems_;
  bool partial_ = false;
  bool changes_ = false;  // while it was listed
  std::string directory_;
  std::shared_ptr<Later> later_;  // none where nothing can be opened anew
};

}  // namespace nhiscan
