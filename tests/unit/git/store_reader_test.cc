#include "git/store_reader.h"

#include <doctest/doctest.h>

#include <string>

#include "unit/git/pack_builder.h"

using namespace nhiscan;

namespace {

ObjectStore store_of(const PackBuilder& builder, const std::string& bytes) {
  auto pack = Pack::parse(bytes, PackIndex::of(builder.entries(), HashKind::sha1), HashKind::sha1);
  REQUIRE(pack);
  std::vector<Pack> packs;
  packs.push_back(*std::move(pack));
  return ObjectStore::of(std::move(packs), HashKind::sha1);
}

}  // namespace

TEST_CASE("StoreReader::read: a chain of deltas in any order, whatever is remembered") {
  PackBuilder builder;
  std::uint32_t last = builder.add(ObjectType::blob, std::string(1000, 'x'));
  for (std::size_t i = 0; i < 50; ++i)
    last = builder.add_offset_delta(last, delta_of(1000 + i, {{0, 1000 + i, ""}, {0, 0, "y"}}));
  const std::string bytes = builder.pack();
  const ObjectStore store = store_of(builder, bytes);
  for (const std::uint64_t limit : {std::uint64_t{2000}, std::uint64_t{1} << 20U}) {
    StoreReader objects(store, limit);
    for (std::uint32_t i = 0; i <= 2 * last; ++i) {
      const std::uint32_t number = i * 7 % (last + 1);
      const auto object = objects.read(PackBuilder::id(number));
      REQUIRE(object);
      CHECK((*object)->type == ObjectType::blob);
      CHECK((*object)->bytes.view() == std::string(1000, 'x') + std::string(number, 'y'));
    }
  }
}

TEST_CASE("StoreReader::read: fails as the store does") {
  PackBuilder builder;
  const auto large = builder.add(ObjectType::blob, std::string(1000, 'x'));
  const auto grows = builder.add_offset_delta(large, delta_of(1000, {{0, 0, "y"}}));
  const auto orphan = builder.add_id_delta(PackBuilder::id(77), delta_of(1, {{0, 1, ""}}));
  const auto ring = builder.add_id_delta(PackBuilder::id(4), delta_of(1, {{0, 1, ""}}));
  const auto round = builder.add_id_delta(PackBuilder::id(3), delta_of(1, {{0, 1, ""}}));
  const std::string bytes = builder.pack();
  const ObjectStore store = store_of(builder, bytes);
  StoreReader objects(store, 999);
  Inflater inflater;
  for (const std::uint32_t number : {large, grows, orphan, ring, round, 99U}) {
    CAPTURE(number);
    const auto object = objects.read(PackBuilder::id(number));
    REQUIRE_FALSE(object);
    CHECK(object.error().message ==
          store.read(PackBuilder::id(number), inflater, 999).error().message);
  }
}
