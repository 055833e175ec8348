#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "git/object_store.h"
#include "unit/git/pack_builder.h"

namespace nhiscan {

/// Commits, trees and blobs in a pack in memory.
class PackedHistory {
 public:
  struct Entry {
    std::string name;
    ObjectId id;
    std::string mode = "100644";
  };

  ObjectId blob(const std::string& text) { return id_of(builder_.add(ObjectType::blob, text)); }

  /// Entries come as they are given.
  ObjectId tree(const std::vector<Entry>& entries) {
    std::string bytes;
    for (const Entry& entry : entries)
      bytes += entry.mode + " " + entry.name + '\0' + raw(entry.id);
    return id_of(builder_.add(ObjectType::tree, bytes));
  }

  ObjectId commit(const ObjectId& tree, const std::vector<ObjectId>& parents, std::int64_t time) {
    std::string text = "tree " + to_hex(tree, HashKind::sha1) + "\n";
    for (const ObjectId& parent : parents)
      text += "parent " + to_hex(parent, HashKind::sha1) + "\n";
    text += "committer A <a@example.com> " + std::to_string(time) + " +0000\n\nmessage\n";
    return id_of(builder_.add(ObjectType::commit, text));
  }

  ObjectId tag(const ObjectId& target) {
    return id_of(builder_.add(ObjectType::tag, "object " + to_hex(target, HashKind::sha1) +
                                                   "\ntype commit\ntag v1\n\nmessage\n"));
  }

  /// An id that no object has.
  static ObjectId missing(std::uint32_t number = 0) { return PackBuilder::id(1'000'000 + number); }

  /// The history must outlive it.
  const ObjectStore& store() {
    bytes_ = builder_.pack();
    auto pack =
        Pack::parse(bytes_, PackIndex::of(builder_.entries(), HashKind::sha1), HashKind::sha1);
    std::vector<Pack> packs;
    packs.push_back(*std::move(pack));
    store_ = ObjectStore::of(std::move(packs), HashKind::sha1);
    return store_;
  }

 private:
  static ObjectId id_of(std::uint32_t number) { return PackBuilder::id(number); }
  static std::string raw(const ObjectId& id) {
    return {reinterpret_cast<const char*>(id.bytes.data()), hash_size(HashKind::sha1)};
  }

  PackBuilder builder_;
  std::string bytes_;
  ObjectStore store_;
};

}  // namespace nhiscan
