#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace nhiscan {

/// The hash of a repository; the number is its size in bytes.
enum class HashKind : std::uint8_t { sha1 = 20, sha256 = 32 };

constexpr std::size_t hash_size(HashKind kind) { return static_cast<std::size_t>(kind); }

/// The name of a git object. Of a SHA-1 the last 12 bytes are 0.
struct ObjectId {
  std::array<std::uint8_t, 32> bytes{};

  auto operator<=>(const ObjectId&) const = default;
  bool operator==(const ObjectId&) const = default;

  [[nodiscard]] bool is_null() const { return *this == ObjectId{}; }

  /// `raw` holds at least `hash_size(kind)` bytes.
  static ObjectId from_raw(const char* raw, HashKind kind) {
    ObjectId id;
    std::memcpy(id.bytes.data(), raw, hash_size(kind));
    return id;
  }
};

/// The first bytes of an id are as good a hash as any.
struct ObjectIdHash {
  std::size_t operator()(const ObjectId& id) const {
    std::size_t value = 0;
    std::memcpy(&value, id.bytes.data(), sizeof value);
    return value;
  }
};

/// Lower case, 40 or 64 digits.
std::string to_hex(const ObjectId& id, HashKind kind);

/// Nothing unless `hex` has exactly the digits of one id of this kind.
std::optional<ObjectId> parse_object_id(std::string_view hex, HashKind kind);

enum class ObjectType : std::uint8_t { none = 0, commit = 1, tree = 2, blob = 3, tag = 4 };

/// "commit", "tree", "blob", "tag", "none".
std::string_view to_string(ObjectType type);

/// `none` for what is no type's name.
ObjectType object_type_named(std::string_view name);

/// How a report calls an object that has no file name: "git:commit/<id>", "git:object/<id>" for
/// `none`.
std::string object_name(const ObjectId& id, ObjectType type, HashKind kind);

}  // namespace nhiscan
