#include "scan/history_memory.h"

#include <algorithm>

namespace nhiscan {
namespace {

constexpr std::uint32_t kGone = std::numeric_limits<std::uint32_t>::max();

/// From a memory's numbers to a store's.
class Renumbering {
 public:
  Renumbering(const HistoryMemory& memory, const ObjectStore& store) {
    for (const HistoryMemory::PackName& pack : memory.packs)
      packed_ += pack.objects;
    for (const ObjectId& id : memory.loose)
      loose_.push_back(store.number_of(id).value_or(kGone));
  }

  [[nodiscard]] bool is_whole() const { return std::ranges::find(loose_, kGone) == loose_.end(); }

  /// False if there is no such number.
  bool apply(std::uint32_t& number) const {
    if (number < packed_) return true;
    if (number - packed_ >= loose_.size()) return false;
    number = loose_[static_cast<std::size_t>(number - packed_)];
    return true;
  }

 private:
  std::uint64_t packed_ = 0;
  std::vector<std::uint32_t> loose_;
};

bool renumber_trees(TreeRecord& trees, const Renumbering& numbers) {
  std::uint64_t edges = 0;
  for (const std::uint32_t count : trees.edge_counts)
    edges += count;
  return trees.trees.size() == trees.edge_counts.size() && edges == trees.edges.size() &&
         std::ranges::all_of(trees.trees,
                             [&](std::uint32_t& tree) { return numbers.apply(tree); }) &&
         std::ranges::all_of(trees.edges, [&](TreeEdge& edge) {
           return edge.name < trees.names.size() && numbers.apply(edge.child);
         });
}

bool has_any(const ObjectStore& store, const std::vector<ObjectId>& ids) {
  return std::ranges::any_of(ids,
                             [&](const ObjectId& id) { return store.number_of(id).has_value(); });
}

}  // namespace

std::vector<ObjectId> pack_checksums(const HistoryMemory& memory) {
  std::vector<ObjectId> checksums;
  for (const HistoryMemory::PackName& pack : memory.packs)
    checksums.push_back(pack.checksum);
  return checksums;
}

HistoryMemory memory_of(const ObjectStore& store) {
  HistoryMemory memory;
  for (const Pack& pack : store.packs())
    memory.packs.push_back({pack.checksum(), pack.index().count()});
  for (const LooseObject& loose : store.loose())
    memory.loose.push_back(loose.id);
  return memory;
}

bool renumber(HistoryMemory& memory, const ObjectStore& store) {
  const std::vector<HistoryMemory::PackName> packs = memory_of(store).packs;
  if (packs.size() < memory.packs.size() ||
      !std::equal(memory.packs.begin(), memory.packs.end(), packs.begin()))
    return false;
  const Renumbering numbers(memory, store);
  if (!numbers.is_whole()) return false;
  for (ObjectHits& object : memory.scan.objects)
    if (!numbers.apply(object.number)) return false;
  std::ranges::sort(memory.scan.objects, {}, &ObjectHits::number);
  // A tree whose parts were missing then may lead to something now.
  if (memory.trees &&
      (has_any(store, memory.trees->missing) || !renumber_trees(*memory.trees, numbers)))
    memory.trees.reset();
  return true;
}

KnownObjects known_objects(const HistoryMemory& memory, const ObjectStore& store) {
  std::vector<bool> objects(store.object_count());
  std::size_t packed = 0;
  for (const HistoryMemory::PackName& pack : memory.packs)
    packed += pack.objects;
  std::fill_n(objects.begin(), packed, true);
  for (const ObjectId& id : memory.loose)
    if (const auto number = store.number_of(id)) objects[*number] = true;
  return {static_cast<std::uint32_t>(memory.packs.size()), std::move(objects)};
}

}  // namespace nhiscan
