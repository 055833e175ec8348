#include "git/object_store.h"

#include <doctest/doctest.h>

#include <map>
#include <mutex>
#include <string>

#include "git/pack_walk.h"
#include "unit/git/pack_builder.h"
#include "unit/sources/temporary_repository.h"

using namespace nhiscan;

namespace {

constexpr std::uint64_t kLimit = 1024 * 1024;

Result<ObjectStore> open(const TemporaryDirectory& directory, const PackBuilder& builder) {
  directory.write("pack/pack-1.pack", builder.pack());
  directory.write("pack/pack-1.idx", builder.index());
  return ObjectStore::open(directory.path(), HashKind::sha1);
}

/// What a walk over the first pack comes to: "3=text" and "4!reason".
class Listing final : public PackVisitor {
 public:
  explicit Listing(const ObjectStore& store) : store_(store) {
    const Pack& pack = store.packs().front();
    walk_pack(
        store, pack, DeltaForest(pack), [](const DeltaForest::Node&) { return true; },
        {kLimit, kLimit}, *this);
  }
  std::shared_ptr<const VisitState> visit(const WalkedObject& object) override {
    const std::scoped_lock lock(mutex_);
    texts.emplace(id(object.position), object.bytes);
    return nullptr;
  }
  void visit_large(std::uint32_t position, ObjectType /*type*/, std::uint64_t size,
                   std::string_view /*compressed*/) override {
    texts.emplace(id(position), "large " + std::to_string(size));
  }
  void skip(std::uint32_t position, ObjectType /*type*/, const std::string& reason) override {
    const std::scoped_lock lock(mutex_);
    skipped.emplace(id(position), reason);
  }
  [[nodiscard]] bool stop() const override { return false; }

  std::map<ObjectId, std::string> texts;
  std::map<ObjectId, std::string> skipped;

 private:
  [[nodiscard]] ObjectId id(std::uint32_t position) const {
    return store_.packs().front().index().id(position);
  }
  const ObjectStore& store_;
  std::mutex mutex_;
};

}  // namespace

TEST_CASE("ObjectStore::read and walk_pack: whole objects and both kinds of deltas") {
  const TemporaryDirectory directory;
  PackBuilder builder;
  // The delta by id stands before its base.
  const auto early =
      builder.add_id_delta(PackBuilder::id(1), delta_of(5, {{0, 5, ""}, {0, 0, "!"}}));
  const auto base = builder.add(ObjectType::blob, "hello");
  const auto late = builder.add_offset_delta(base, delta_of(5, {{1, 3, ""}}));
  const auto deeper = builder.add_offset_delta(late, delta_of(3, {{0, 0, "<"}, {0, 3, ""}}));
  const auto store = open(directory, builder);
  REQUIRE(store);
  CHECK(store->problems().empty());
  const Listing listing(*store);
  Inflater inflater;
  const std::vector<std::pair<std::uint32_t, std::string>> rows = {
      {early, "hello!"}, {base, "hello"}, {late, "ell"}, {deeper, "<ell"}};
  for (const auto& [number, text] : rows) {
    const auto object = store->read(PackBuilder::id(number), inflater, kLimit);
    REQUIRE(object);
    CHECK(object->type == ObjectType::blob);
    CHECK(object->bytes.view() == text);
    CHECK(listing.texts.at(PackBuilder::id(number)) == text);
  }
  CHECK(listing.skipped.empty());
}

TEST_CASE("walk_pack: what is damaged is named, and the rest is read") {
  const TemporaryDirectory directory;
  PackBuilder builder;
  const auto good = builder.add(ObjectType::blob, "good");
  const auto cut = builder.add_entry(3, 4, "", deflated("good").substr(0, 5));
  const auto wrong_size = builder.add_entry(3, 3, "", deflated("good"));
  const auto missing_base = builder.add_id_delta(PackBuilder::id(77), delta_of(1, {{0, 1, ""}}));
  const auto below = builder.add_offset_delta(missing_base, delta_of(1, {{0, 1, ""}}));
  const auto ring = builder.add_id_delta(PackBuilder::id(6), delta_of(1, {{0, 1, ""}}));
  const auto round = builder.add_id_delta(PackBuilder::id(5), delta_of(1, {{0, 1, ""}}));
  const auto bomb =
      builder.add_offset_delta(good, delta_size(4) + delta_size(std::size_t{1} << 40U) + "\x01x");
  const auto unknown_type = builder.add_entry(5, 4, "", deflated("good"));
  const auto store = open(directory, builder);
  REQUIRE(store);
  const Listing listing(*store);
  CHECK(listing.texts.size() == 1);
  CHECK(listing.texts.at(PackBuilder::id(good)) == "good");
  for (const auto number :
       {cut, wrong_size, missing_base, below, ring, round, bomb, unknown_type}) {
    CAPTURE(number);
    CHECK(listing.skipped.contains(PackBuilder::id(number)));
    Inflater inflater;
    CHECK_FALSE(store->read(PackBuilder::id(number), inflater, kLimit));
  }
}

TEST_CASE("walk_pack: a large object is handed over compressed, its deltas are named") {
  const TemporaryDirectory directory;
  PackBuilder builder;
  const auto large = builder.add(ObjectType::blob, std::string(2 * kLimit, 'x'));
  const auto delta = builder.add_offset_delta(large, delta_of(2 * kLimit, {{0, 5, ""}}));
  const auto store = open(directory, builder);
  REQUIRE(store);
  const Listing listing(*store);
  CHECK(listing.texts.at(PackBuilder::id(large)) == "large " + std::to_string(2 * kLimit));
  CHECK(listing.skipped.contains(PackBuilder::id(delta)));
}

TEST_CASE("walk_pack: a chain of 4,095 deltas") {
  const TemporaryDirectory directory;
  PackBuilder builder;
  std::uint32_t last = builder.add(ObjectType::blob, "x");
  for (std::size_t size = 1; size < 4096; ++size)
    last = builder.add_offset_delta(last, delta_of(size, {{0, size, ""}, {0, 0, "x"}}));
  const auto store = open(directory, builder);
  REQUIRE(store);
  CHECK(Listing(*store).texts.at(PackBuilder::id(last)).size() == 4096);
}

TEST_CASE("ObjectStore::open: loose objects, alternates, packs without an index") {
  const TemporaryDirectory directory;
  const std::string hex(38, '1');
  directory.write("other/ab/" + hex, deflated(std::string("blob 5\0", 7) + "loose"));
  directory.write("main/info/alternates", "# comment\n../other\n../absent\n");
  directory.write("main/pack/pack-2.pack", "PACK");
  const auto store = ObjectStore::open(directory.at("main"), HashKind::sha1);
  REQUIRE(store);
  CHECK(store->problems().size() == 2);
  Inflater inflater;
  const auto object = store->read(*parse_object_id("ab" + hex, HashKind::sha1), inflater, kLimit);
  REQUIRE(object);
  CHECK(object->bytes.view() == "loose");
  CHECK(store->read(PackBuilder::id(5), inflater, kLimit).error().message == "missing");
}

TEST_CASE("parse_loose_header: type, size and length, or nothing") {
  const auto header = parse_loose_header(std::string("tree 12\0abc", 11));
  REQUIRE(header);
  CHECK(header->type == ObjectType::tree);
  CHECK(header->size == 12);
  CHECK(header->length == 8);
  for (const char* bad : {"", "blob", "blob x", "thing 5", "blob -1", " 5"})
    CHECK_FALSE(parse_loose_header(std::string(bad) + '\0'));
}

TEST_CASE("PackIndex::parse: refuses what is cut off or not in order") {
  PackBuilder builder;
  builder.add(ObjectType::blob, "a");
  builder.add(ObjectType::blob, "b");
  const std::string good = builder.index();
  REQUIRE(PackIndex::parse(good, HashKind::sha1));
  for (const std::size_t cut : {0UL, 4UL, 8UL, 500UL, 1031UL, good.size() - 41})
    CHECK_FALSE(PackIndex::parse(std::string_view(good).substr(0, cut), HashKind::sha1));
  std::string disordered = good;
  disordered[8] = '\x7f';
  CHECK_FALSE(PackIndex::parse(disordered, HashKind::sha1));
}
