#include "scan/read_before.h"

#include <algorithm>

namespace nhiscan {
namespace {

/// What of `scan`, which is of `from`, is about objects of `store`.
ObjectScan part_of(const ObjectScan& scan, const ObjectStore& from, const ObjectStore& store) {
  ObjectScan part;
  for (const ObjectHits& object : scan.objects)
    if (const auto number = store.number_of(from.id_of(object.number)))
      part.objects.push_back({*number, object.type, object.hits});
  std::ranges::copy_if(scan.commits, std::back_inserter(part.commits),
                       [&](const CommitRecord& commit) { return store.has(commit.id); });
  std::ranges::copy_if(scan.tags, std::back_inserter(part.tags),
                       [&](const TagRecord& tag) { return store.has(tag.id); });
  return part;
}

void drop_repeated(ObjectScan& scan) {
  const auto drop = [](auto& records, auto key) {
    std::ranges::sort(records, {}, key);
    records.erase(std::unique(records.begin(), records.end(),
                              [&](const auto& a, const auto& b) { return a.*key == b.*key; }),
                  records.end());
  };
  drop(scan.objects, &ObjectHits::number);
  drop(scan.commits, &CommitRecord::id);
  drop(scan.tags, &TagRecord::id);
}

}  // namespace

void ReadBefore::add(ObjectStore store, ObjectScan scan) {
  if (std::ranges::none_of(scan.coverage.skipped, &Skipped::failed))
    read_.emplace_back(std::move(store), std::move(scan));
}

std::pair<KnownObjects, ObjectScan> ReadBefore::in(const ObjectStore& store) const {
  std::vector<bool> objects;
  ObjectScan found;
  for (const auto& [other, scan] : read_) {
    objects.resize(store.object_count());
    for (std::uint32_t number = 0; number < objects.size(); ++number)
      if (!objects[number] && other.number_of(store.id_of(number))) objects[number] = true;
    found.add(part_of(scan, other, store));
  }
  drop_repeated(found);
  return {KnownObjects(0, std::move(objects)), std::move(found)};
}

}  // namespace nhiscan
