#include "git/store_reader.h"

#include <utility>
#include <vector>

#include "git/delta.h"

namespace nhiscan {
namespace {

constexpr std::size_t kLongestRememberedChain = 10'000;

std::uint64_t place_of(std::uint32_t pack, std::uint64_t offset) {
  return std::uint64_t{pack} << 44U ^ offset;
}

}  // namespace

Result<StoreReader::Object> StoreReader::read(const ObjectId& id) {
  if (const auto place = store_.find(id)) {
    const PackIndex& index = store_.packs()[place->first].index();
    if (Object object = read_packed(place->first, index.offset(place->second))) return object;
  }
  auto object = store_.read(id, inflater_, limit_);
  if (!object) return object.error();
  return std::make_shared<const StoredObject>(*std::move(object));
}

/// Null where more than one pack takes part, or something is wrong.
StoreReader::Object StoreReader::read_packed(std::uint32_t pack_number, std::uint64_t offset) {
  const Pack& pack = store_.packs()[pack_number];
  std::vector<std::pair<std::uint64_t, PackEntry>> chain;  // with offsets, the object first
  Object object;
  while ((object = find(place_of(pack_number, offset))) == nullptr) {
    const auto entry = pack.entry(offset);
    if (!entry || entry->size > limit_ || chain.size() >= kLongestRememberedChain) return nullptr;
    chain.emplace_back(offset, *entry);
    if (entry->base == PackEntry::Base::none) break;
    offset = entry->base_offset;
    if (entry->base != PackEntry::Base::id) continue;
    const auto inside = pack.index().find(entry->base_id);
    if (!inside) return nullptr;
    offset = pack.index().offset(*inside);
  }
  std::vector<CopiedRange> copied;
  for (; !chain.empty(); chain.pop_back()) {
    const auto& [place, entry] = chain.back();
    auto bytes = pack.inflate(entry, inflater_);
    if (!bytes) return nullptr;
    ObjectType type = entry.type;
    if (object != nullptr) {
      const auto sizes = read_delta_sizes(bytes->view());
      if (!sizes || sizes->result > limit_) return nullptr;
      bytes = apply_delta(object->bytes.view(), bytes->view(), copied);
      if (!bytes) return nullptr;
      type = object->type;
    }
    object = std::make_shared<const StoredObject>(StoredObject{type, *std::move(bytes)});
    keep(place_of(pack_number, place), object);
  }
  return object;
}

StoreReader::Object StoreReader::find(std::uint64_t place) {
  if (const auto known = young_.find(place); known != young_.end()) return known->second;
  const auto known = old_.find(place);
  if (known == old_.end()) return nullptr;
  Object object = known->second;
  keep(place, object);
  return object;
}

void StoreReader::keep(std::uint64_t place, const Object& object) {
  constexpr std::size_t kOverhead = 128;
  young_bytes_ += object->bytes.size() + kOverhead;
  young_.emplace(place, object);
  if (young_bytes_ <= limit_ / 2) return;
  old_ = std::exchange(young_, {});
  young_bytes_ = 0;
}

}  // namespace nhiscan
