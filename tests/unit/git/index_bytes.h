#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "git/object_id.h"

namespace nhiscan {

/// Bytes of an index as git writes them, built entry by entry.
struct IndexBytes {
  struct Entry {
    std::string path;
    char id = '1';  ///< every byte of the object id
    std::uint32_t mode = 0100644;
    unsigned stage = 0;
    bool intent_to_add = false;
  };

  std::uint32_t version = 2;
  HashKind kind = HashKind::sha1;
  std::vector<Entry> entries;
  std::string extensions;

  static IndexBytes of(std::vector<Entry> entries, std::uint32_t version = 2) {
    IndexBytes index;
    index.version = version;
    index.entries = std::move(entries);
    return index;
  }

  /// In groups of seven bits, each but the last one less than it is.
  static std::string varint(std::size_t value) {
    std::string out(1, static_cast<char>(value & 0x7fU));
    while ((value >>= 7U) != 0)
      out.insert(out.begin(), static_cast<char>(0x80U | (--value & 0x7fU)));
    return out;
  }

  static std::string number(std::uint64_t value, unsigned bytes) {
    std::string out;
    for (unsigned i = bytes; i-- > 0;)
      out += static_cast<char>(value >> (8 * i) & 0xffU);
    return out;
  }

  static std::string extension(const std::string& name, const std::string& data) {
    return name + number(data.size(), 4) + data;
  }

  /// An EWAH bitmap of one literal word.
  static std::string bitmap(std::uint64_t bits) {
    return number(64, 4) + number(2, 4) + number(std::uint64_t{1} << 33U, 8) + number(bits, 8) +
           number(0, 4);
  }

  static ObjectId id(char byte) {
    return ObjectId::from_raw(std::string(hash_size(HashKind::sha256), byte).data(),
                              HashKind::sha1);
  }

  [[nodiscard]] std::string bytes() const {
    std::string out = "DIRC" + number(version, 4) + number(entries.size(), 4);
    std::string before;
    for (const Entry& entry : entries) {
      add(out, entry, before);
      before = entry.path;
    }
    return out + extensions + std::string(hash_size(kind), '\0');
  }

 private:
  void add(std::string& out, const Entry& entry, const std::string& before) const {
    const std::size_t begin = out.size();
    const bool extended = entry.intent_to_add;
    out += std::string(24, '\0') + number(entry.mode, 4) + std::string(12, '\0') +
           std::string(hash_size(kind), entry.id);
    out += number((extended ? 0x4000U : 0U) | entry.stage << 12U |
                      std::min<std::size_t>(entry.path.size(), 0xfff),
                  2);
    if (extended) out += number(0x2000, 2);
    if (version == 4) {
      std::size_t common = 0;
      while (common < before.size() && common < entry.path.size() &&
             before[common] == entry.path[common])
        ++common;
      out += varint(before.size() - common) + entry.path.substr(common) + '\0';
    } else {
      out += entry.path;
      out += std::string(8 - (out.size() - begin) % 8, '\0');
    }
  }
};

}  // namespace nhiscan
