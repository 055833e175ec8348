#include "git/pack.h"

namespace nhiscan {
namespace {

constexpr std::size_t kPackHeader = 12;
constexpr unsigned kOffsetDelta = 6;
constexpr unsigned kIdDelta = 7;

/// Reads an entry's header byte by byte.
class HeaderReader {
 public:
  HeaderReader(std::string_view bytes, std::uint64_t at) : bytes_(bytes), at_(at) {}

  bool next(unsigned& byte) {
    if (at_ >= bytes_.size()) return false;
    byte = static_cast<std::uint8_t>(bytes_[at_++]);
    return true;
  }
  [[nodiscard]] std::uint64_t at() const { return at_; }
  void skip(std::size_t size) { at_ += size; }
  [[nodiscard]] std::string_view rest() const { return bytes_.substr(at_); }

 private:
  std::string_view bytes_;
  std::uint64_t at_;
};

/// Type and size: three bits of type after the first bit, then sizes of seven bits.
bool read_size(HeaderReader& reader, unsigned& type, std::uint64_t& size) {
  unsigned byte = 0;
  if (!reader.next(byte)) return false;
  type = byte >> 4U & 7U;
  size = byte & 0xfU;
  for (unsigned shift = 4; (byte & 0x80U) != 0; shift += 7) {
    if (shift > 57 || !reader.next(byte)) return false;
    size |= std::uint64_t{byte & 0x7fU} << shift;
  }
  return true;
}

/// How far before the entry its base stands.
bool read_distance(HeaderReader& reader, std::uint64_t& distance) {
  unsigned byte = 0;
  if (!reader.next(byte)) return false;
  distance = byte & 0x7fU;
  while ((byte & 0x80U) != 0) {
    if (distance >= std::uint64_t{1} << 56U || !reader.next(byte)) return false;
    distance = (distance + 1) << 7U | (byte & 0x7fU);
  }
  return true;
}

}  // namespace

Result<Pack> Pack::open(const std::string& path, PackIndex index, HashKind kind) {
  auto file = MappedFile::open(path);
  if (!file) return file.error();
  auto pack = parse(file->bytes(), std::move(index), kind);
  if (!pack) return pack.error().within(path);
  pack->path_ = path;
  pack->file_ = *std::move(file);
  return pack;
}

Result<Pack> Pack::parse(std::string_view bytes, PackIndex index, HashKind kind) {
  if (bytes.size() < kPackHeader + hash_size(kind) || !bytes.starts_with("PACK"))
    return Error{"not a pack, or cut off"};
  const std::uint32_t version = big_endian_32(bytes.data() + 4);
  if (version != 2 && version != 3)
    return Error{"a pack of version " + std::to_string(version) + ", which is not known"};
  Pack pack;
  pack.bytes_ = bytes.substr(0, bytes.size() - hash_size(kind));
  pack.checksum_ = ObjectId::from_raw(bytes.data() + pack.bytes_.size(), kind);
  pack.index_ = std::move(index);
  pack.kind_ = kind;
  return pack;
}

Result<PackEntry> Pack::entry(std::uint64_t offset) const {
  const Error damaged{"damaged or cut off in the pack"};
  if (offset < kPackHeader) return damaged;
  HeaderReader reader(bytes_, offset);
  PackEntry entry;
  unsigned type = 0;
  if (!read_size(reader, type, entry.size)) return damaged;
  if (type == kOffsetDelta) {
    std::uint64_t distance = 0;
    if (!read_distance(reader, distance) || distance == 0 || distance > offset) return damaged;
    entry.base = PackEntry::Base::offset;
    entry.base_offset = offset - distance;
  } else if (type == kIdDelta) {
    if (reader.rest().size() < hash_size(kind_)) return damaged;
    entry.base = PackEntry::Base::id;
    entry.base_id = ObjectId::from_raw(reader.rest().data(), kind_);
    reader.skip(hash_size(kind_));
  } else if (type >= 1 && type <= 4) {
    entry.type = static_cast<ObjectType>(type);
  } else {
    return damaged;
  }
  entry.data = reader.at();
  return entry;
}

Result<Bytes> Pack::inflate(const PackEntry& entry, Inflater& inflater) const {
  Bytes bytes(entry.size);
  if (const Status done = inflater.inflate(data(entry), bytes.data(), bytes.size()); !done)
    return done.error();
  return bytes;
}

}  // namespace nhiscan
