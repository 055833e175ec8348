#pragma once

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "git/object_id.h"
#include "git/pack_index.h"

namespace nhiscan {

/// A `zlib` stream of the bytes.
inline std::string deflated(std::string_view bytes) {
  uLongf size = compressBound(bytes.size());
  std::string out(size, '\0');
  compress(reinterpret_cast<Bytef*>(out.data()), &size,
           reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  out.resize(size);
  return out;
}

inline std::string big_endian(std::uint32_t value) {
  return {static_cast<char>(value >> 24U), static_cast<char>(value >> 16U),
          static_cast<char>(value >> 8U), static_cast<char>(value)};
}

/// An instruction of a delta.
struct DeltaStep {
  std::size_t copy_begin = 0;
  std::size_t copy_size = 0;  // 0: insert
  std::string insert;
};

inline std::string delta_size(std::size_t size) {
  std::string out;
  while (size >= 0x80) {
    out += static_cast<char>(size | 0x80U);
    size >>= 7U;
  }
  return out + static_cast<char>(size);
}

/// The delta that makes `steps` of a base of `base_size` bytes.
inline std::string delta_of(std::size_t base_size, const std::vector<DeltaStep>& steps) {
  std::size_t size = 0;
  std::string body;
  for (const DeltaStep& step : steps) {
    size += step.copy_size + step.insert.size();
    for (std::size_t i = 0; i < step.insert.size(); i += 127) {
      const std::string part = step.insert.substr(i, 127);
      body += static_cast<char>(part.size());
      body += part;
    }
    for (std::size_t done = 0; done < step.copy_size;) {
      const std::size_t part = std::min<std::size_t>(step.copy_size - done, 0xffffff);
      body += static_cast<char>(0xff);
      for (unsigned shift = 0; shift < 32; shift += 8)
        body += static_cast<char>((step.copy_begin + done) >> shift);
      for (unsigned shift = 0; shift < 24; shift += 8)
        body += static_cast<char>(part >> shift);
      done += part;
    }
  }
  return delta_size(base_size) + delta_size(size) + body;
}

/// Writes a pack, object by object. Ids are numbers, not hashes: nothing reads them as such.
class PackBuilder {
 public:
  static ObjectId id(std::uint32_t number) {
    ObjectId id;
    const std::string bytes = big_endian(number * 2654435761U) + big_endian(number);
    std::memcpy(id.bytes.data(), bytes.data(), bytes.size());
    return id;
  }

  std::uint32_t add(ObjectType type, std::string_view bytes) {
    return add_entry(static_cast<unsigned>(type), bytes.size(), "", deflated(bytes));
  }

  /// A delta of an object that was added before.
  std::uint32_t add_offset_delta(std::uint32_t base, std::string_view delta) {
    std::uint64_t distance = pack_.size() - entries_[base].offset;
    std::string coded(1, static_cast<char>(distance & 0x7fU));
    while ((distance >>= 7U) != 0) {
      --distance;
      coded.insert(0, 1, static_cast<char>(0x80U | (distance & 0x7fU)));
    }
    return add_entry(6, delta.size(), coded, deflated(delta));
  }

  std::uint32_t add_id_delta(const ObjectId& base, std::string_view delta) {
    return add_entry(7, delta.size(),
                     std::string(reinterpret_cast<const char*>(base.bytes.data()), 20),
                     deflated(delta));
  }

  /// Any header and data.
  std::uint32_t add_entry(unsigned type, std::uint64_t size, const std::string& base,
                          const std::string& data) {
    const auto number = static_cast<std::uint32_t>(entries_.size());
    entries_.push_back({id(first_ + number), pack_.size()});
    auto byte = static_cast<unsigned>(type << 4U | (size & 0xfU));
    for (size >>= 4U; size != 0; size >>= 7U) {
      pack_ += static_cast<char>(byte | 0x80U);
      byte = size & 0x7fU;
    }
    pack_ += static_cast<char>(byte);
    pack_ += base + data;
    return number;
  }

  [[nodiscard]] const std::vector<PackIndex::Entry>& entries() const { return entries_; }
  /// Ids of the objects begin with this number.
  void begin_ids_at(std::uint32_t first) { first_ = first; }

  [[nodiscard]] std::string pack() const {
    std::string out =
        "PACK" + big_endian(2) + big_endian(static_cast<std::uint32_t>(entries_.size()));
    return out + pack_.substr(12) + std::string(20, '\x5a');
  }

  /// A `.idx` file of version 2.
  [[nodiscard]] std::string index() const {
    std::vector<PackIndex::Entry> sorted = entries_;
    std::ranges::sort(sorted);
    std::string out("\377tOc\0\0\0\2", 8);
    for (unsigned first = 0; first < 256; ++first)
      out += big_endian(static_cast<std::uint32_t>(std::ranges::count_if(
          sorted, [&](const PackIndex::Entry& entry) { return entry.id.bytes[0] <= first; })));
    for (const PackIndex::Entry& entry : sorted)
      out.append(reinterpret_cast<const char*>(entry.id.bytes.data()), 20);
    out.append(sorted.size() * 4, '\0');
    for (const PackIndex::Entry& entry : sorted)
      out += big_endian(static_cast<std::uint32_t>(entry.offset));
    return out.append(40, '\x5a');
  }

 private:
  std::string pack_ = std::string(12, '\0');
  std::vector<PackIndex::Entry> entries_;
  std::uint32_t first_ = 0;
};

}  // namespace nhiscan
