#include "git/pack_index.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "wrap/digest.h"

using namespace nhiscan;
namespace {

/// The id of a number: as good as random.
ObjectId id_of(std::uint32_t number) {
  return ObjectId::from_raw(sha256(std::to_string(number)).data(), HashKind::sha1);
}

PackIndex index_of(std::uint32_t count) {
  std::vector<PackIndex::Entry> entries;
  for (std::uint32_t number = 0; number < count; ++number)
    entries.push_back({id_of(number), number});
  return PackIndex::of(std::move(entries), HashKind::sha1);
}

}  // namespace

TEST_CASE("PackIndex::find: with a fine fanout as without one") {
  for (const std::uint32_t count : {0U, 1U, 3U, 500U}) {
    CAPTURE(count);
    const PackIndex index = index_of(count);
    const FineFanout fanout(index);
    for (std::uint32_t number = 0; number < count + 100; ++number) {
      const auto found = index.find(id_of(number), fanout);
      CHECK(found == index.find(id_of(number)));
      REQUIRE(found.has_value() == (number < count));
      if (found) CHECK(index.offset(*found) == number);
    }
  }
}
