#include "git/pack_index.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <span>

#include "git/bytes.h"

namespace nhiscan {
namespace {

constexpr std::string_view kVersion2{"\377tOc\0\0\0\2", 8};
constexpr std::size_t kFanout = std::size_t{256} * 4;
constexpr std::uint64_t kNowhere = std::numeric_limits<std::uint64_t>::max();

bool ascends(const char* fanout) {
  for (std::size_t i = 1; i < 256; ++i)
    if (big_endian_32(fanout + 4 * i) < big_endian_32(fanout + 4 * (i - 1))) return false;
  return true;
}

std::uint32_t last_of(const char* fanout) { return big_endian_32(fanout + kFanout - 4); }

/// A chunk of a chunk-based file (gitformat-chunk); empty if there is none.
std::string_view chunk(std::string_view bytes, std::string_view table, std::string_view name) {
  for (; table.size() >= 24; table.remove_prefix(12)) {
    if (!table.starts_with(name)) continue;
    const std::uint64_t begin = big_endian_64(table.data() + 4);
    const std::uint64_t end = big_endian_64(table.data() + 16);
    if (begin > end || end > bytes.size()) return {};
    return bytes.substr(begin, end - begin);
  }
  return {};
}

std::vector<std::string> pack_names(std::string_view names, std::size_t count) {
  std::vector<std::string> list;
  while (list.size() < count) {
    const std::size_t end = names.find('\0');
    if (end == std::string_view::npos || end == 0) break;
    list.emplace_back(names.substr(0, end));
    names.remove_prefix(end + 1);
  }
  return list;
}

}  // namespace

Result<PackIndex> PackIndex::open(const std::string& path, HashKind kind) {
  auto file = MappedFile::open(path);
  if (!file) return file.error();
  auto index = parse(file->bytes(), kind);
  if (!index) return index.error().within(path);
  index->file_ = *std::move(file);
  return index;
}

Result<PackIndex> PackIndex::parse(std::string_view bytes, HashKind kind) {
  PackIndex index;
  index.kind_ = kind;
  const Status done = bytes.starts_with(kVersion2.substr(0, 4)) ? index.parse_version_2(bytes)
                                                                : index.parse_version_1(bytes);
  if (!done) return done.error();
  index.pack_checksum_ =
      ObjectId::from_raw(bytes.data() + bytes.size() - 2 * hash_size(kind), kind);
  return index;
}

PackIndex PackIndex::of(std::vector<Entry> entries, HashKind kind) {
  PackIndex index;
  index.kind_ = kind;
  std::ranges::sort(entries);
  index.count_ = static_cast<std::uint32_t>(entries.size());
  index.entries_ = std::move(entries);
  return index;
}

Status PackIndex::parse_version_2(std::string_view bytes) {
  if (!bytes.starts_with(kVersion2)) return Error{"a pack index of a version that is not known"};
  const std::size_t hash = hash_size(kind_);
  const std::size_t fixed = kVersion2.size() + kFanout;
  if (bytes.size() < fixed + 2 * hash) return Error{"the pack index is cut off"};
  fanout_ = bytes.data() + kVersion2.size();
  count_ = last_of(fanout_);
  const std::uint64_t tables = std::uint64_t{count_} * (hash + 4 + 4);
  if (!ascends(fanout_) || bytes.size() - fixed - 2 * hash < tables)
    return Error{"the pack index is damaged or cut off"};
  ids_ = bytes.data() + fixed;
  offsets_ = ids_ + std::size_t{count_} * (hash + 4);
  large_offsets_ = bytes.substr(fixed + tables, bytes.size() - fixed - tables - 2 * hash);
  return Done{};
}

Status PackIndex::parse_version_1(std::string_view bytes) {
  const std::size_t hash = hash_size(kind_);
  if (bytes.size() < kFanout + 2 * hash) return Error{"not a pack index"};
  const std::uint32_t count = last_of(bytes.data());
  if (!ascends(bytes.data()) ||
      bytes.size() != kFanout + std::uint64_t{count} * (4 + hash) + 2 * hash)
    return Error{"not a pack index"};
  std::vector<Entry> entries(count);
  const char* at = bytes.data() + kFanout;
  for (Entry& entry : entries) {
    entry = {ObjectId::from_raw(at + 4, kind_), big_endian_32(at)};
    at += 4 + hash;
  }
  *this = of(std::move(entries), kind_);
  return Done{};
}

ObjectId PackIndex::id(std::uint32_t position) const {
  if (ids_ == nullptr) return entries_[position].id;
  return ObjectId::from_raw(ids_ + position * hash_size(kind_), kind_);
}

std::uint64_t PackIndex::offset(std::uint32_t position) const {
  if (ids_ == nullptr) return entries_[position].offset;
  const std::uint32_t offset = big_endian_32(offsets_ + std::size_t{position} * 4);
  if ((offset & 0x80000000U) == 0) return offset;
  const std::size_t at = std::size_t{offset & 0x7fffffffU} * 8;
  if (at + 8 > large_offsets_.size()) return kNowhere;
  return big_endian_64(large_offsets_.data() + at);
}

std::pair<std::uint32_t, std::uint32_t> PackIndex::range_of(std::uint8_t first_byte) const {
  if (fanout_ == nullptr) return {0, count_};
  const std::size_t first = first_byte;
  return {first == 0 ? 0 : big_endian_32(fanout_ + 4 * (first - 1)),
          big_endian_32(fanout_ + 4 * first)};
}

/// Less than 0 where the id at `position` comes before `wanted`.
int PackIndex::compare(std::uint32_t position, const ObjectId& wanted) const {
  if (ids_ != nullptr) {
    const std::size_t hash = hash_size(kind_);
    return std::memcmp(ids_ + position * hash, wanted.bytes.data(), hash);
  }
  return std::memcmp(entries_[position].id.bytes.data(), wanted.bytes.data(), wanted.bytes.size());
}

std::optional<std::uint32_t> PackIndex::find(const ObjectId& wanted) const {
  auto [low, high] = range_of(wanted.bytes[0]);
  // Ids are spread evenly: it stands near where its next bytes say, and steps from there double.
  const std::uint64_t share = big_endian_32(reinterpret_cast<const char*>(&wanted.bytes[1]));
  auto middle = low + static_cast<std::uint32_t>((high - low) * share >> 32U);
  for (std::uint32_t step = 1; low < high; step *= 2) {
    const int order = compare(middle, wanted);
    if (order == 0) return middle;
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
    const std::uint32_t half = low + (high - low) / 2;
    middle = order < 0 ? std::min(low + step, half) : std::max(high - std::min(step, high), half);
  }
  return std::nullopt;
}

std::optional<std::uint32_t> PackIndex::find(const ObjectId& wanted,
                                             const FineFanout& fanout) const {
  auto [at, end] = fanout.range_of(wanted);
  for (; at < end; ++at)
    if (const int order = compare(at, wanted); order >= 0)
      return order == 0 ? std::optional(at) : std::nullopt;
  return std::nullopt;
}

FineFanout::FineFanout(const PackIndex& index) {
  constexpr std::uint32_t kIdsOfOneValue = 4;
  constexpr unsigned kMostBits = 24;
  const unsigned bits = std::clamp(
      static_cast<unsigned>(std::bit_width(index.count() / kIdsOfOneValue)), 1U, kMostBits);
  shift_ = 32 - bits;
  begins_.resize((std::size_t{1} << bits) + 1);
  for (std::uint32_t position = 0; position < index.count(); ++position)
    ++begins_[slot(index.id(position)) + 1];
  for (std::size_t i = 1; i < begins_.size(); ++i)
    begins_[i] += begins_[i - 1];
}

std::size_t FineFanout::slot(const ObjectId& id) const {
  return big_endian_32(reinterpret_cast<const char*>(id.bytes.data())) >> shift_;
}

std::pair<std::uint32_t, std::uint32_t> FineFanout::range_of(const ObjectId& id) const {
  const std::size_t at = slot(id);
  return {begins_[at], begins_[at + 1]};
}

Result<MultiPackIndex> parse_multi_pack_index(std::string_view bytes, HashKind kind) {
  constexpr std::size_t kMidxHeader = 12;
  const std::size_t hash = hash_size(kind);
  if (bytes.size() < kMidxHeader || !bytes.starts_with("MIDX") || bytes[4] != 1)
    return Error{"not a multi-pack-index that is known"};
  const std::size_t table_size = (static_cast<std::uint8_t>(bytes[6]) + std::size_t{1}) * 12;
  const std::string_view table = bytes.substr(kMidxHeader, table_size);
  const std::string_view fanout = chunk(bytes, table, "OIDF");
  const std::string_view ids = chunk(bytes, table, "OIDL");
  const std::string_view places = chunk(bytes, table, "OOFF");
  const std::string_view large = chunk(bytes, table, "LOFF");
  if (fanout.size() < kFanout || !ascends(fanout.data()))
    return Error{"the multi-pack-index is damaged"};
  const std::size_t count = last_of(fanout.data());
  if (ids.size() < count * hash || places.size() < count * 8)
    return Error{"the multi-pack-index is damaged or cut off"};
  MultiPackIndex index;
  for (std::string& name : pack_names(chunk(bytes, table, "PNAM"), big_endian_32(bytes.data() + 8)))
    index.packs.push_back({std::move(name), {}});
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t pack = big_endian_32(places.data() + 8 * i);
    std::uint64_t offset = big_endian_32(places.data() + 8 * i + 4);
    if (pack >= index.packs.size()) return Error{"the multi-pack-index is damaged"};
    if (!large.empty() && (offset & 0x80000000U) != 0) {
      const std::size_t at = (offset & 0x7fffffffU) * 8;
      offset = at + 8 <= large.size() ? big_endian_64(large.data() + at) : kNowhere;
    }
    index.packs[pack].entries.push_back({ObjectId::from_raw(ids.data() + i * hash, kind), offset});
  }
  return index;
}

}  // namespace nhiscan
