#include "git/object_id.h"

#include <algorithm>

#include "base/encoding.h"

namespace nhiscan {

std::string to_hex(const ObjectId& id, HashKind kind) {
  return encode_hex({reinterpret_cast<const char*>(id.bytes.data()), hash_size(kind)});
}

std::optional<ObjectId> parse_object_id(std::string_view hex, HashKind kind) {
  if (hex.size() != 2 * hash_size(kind)) return std::nullopt;
  const auto raw = decode_hex(hex);
  if (!raw) return std::nullopt;
  return ObjectId::from_raw(raw->data(), kind);
}

std::string_view to_string(ObjectType type) {
  switch (type) {
    case ObjectType::commit:
      return "commit";
    case ObjectType::tree:
      return "tree";
    case ObjectType::blob:
      return "blob";
    case ObjectType::tag:
      return "tag";
    case ObjectType::none:
      break;
  }
  return "none";
}

ObjectType object_type_named(std::string_view name) {
  for (const ObjectType type :
       {ObjectType::commit, ObjectType::tree, ObjectType::blob, ObjectType::tag})
    if (to_string(type) == name) return type;
  return ObjectType::none;
}

std::string object_name(const ObjectId& id, ObjectType type, HashKind kind) {
  const std::string_view word = type == ObjectType::none ? "object" : to_string(type);
  return "git:" + std::string(word) + "/" + to_hex(id, kind);
}

}  // namespace nhiscan
