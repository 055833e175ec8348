// The first byte chooses the hash, and how the rest makes a pack: as it is (four bytes, the length
// of the pack, then the pack, then its index), or entry by entry, as zlib's checksums would keep
// what is mutated from ever being inflated.
//
// Every object has to be visited or skipped exactly once, as it is when it is read alone.

#include <oneapi/tbb/task_arena.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../unit/git/pack_builder.h"
#include "git/object_store.h"
#include "git/pack_walk.h"

namespace {

using namespace nhiscan;

constexpr std::uint64_t kLimit = std::uint64_t{256} * 1024;

void require(bool holds) {
  if (!holds) std::abort();
}

class Checker final : public PackVisitor {
 public:
  explicit Checker(const ObjectStore& store)
      : store_(store), times_(store.packs().front().index().count()) {}

  std::shared_ptr<const VisitState> visit(const WalkedObject& object) override {
    ++times_.at(object.position);
    for (const CopiedRange& range : object.copied)
      require(object.bytes.substr(range.begin, range.size) ==
              object.base_bytes.substr(range.base_begin, range.size));
    const Pack& pack = store_.packs().front();
    const auto alone =
        store_.read_at(pack, pack.index().offset(object.position), inflater_, kLimit);
    require(alone && alone->type == object.type && alone->bytes.view() == object.bytes);
    return object.has_deltas ? std::make_shared<VisitState>() : nullptr;
  }

  void visit_large(std::uint32_t position, ObjectType /*type*/, std::uint64_t size,
                   std::string_view compressed) override {
    ++times_.at(position);
    require(size > kLimit);
    InflateStream stream(compressed);
    std::string part(kLimit, '\0');
    for (int i = 0; i < 4; ++i) {
      const auto got = stream.read(part.data(), part.size());
      if (!got || *got < part.size()) break;
    }
  }

  void skip(std::uint32_t position, ObjectType /*type*/, const std::string& reason) override {
    ++times_.at(position);
    require(!reason.empty());
  }

  [[nodiscard]] bool stop() const override { return false; }

  void finish() const {
    for (const int times : times_)
      require(times == 1);
  }

 private:
  const ObjectStore& store_;
  Inflater inflater_;
  std::vector<int> times_;
};

void walk(std::string_view pack_bytes, std::string_view index_bytes, HashKind kind) {
  auto index = PackIndex::parse(index_bytes, kind);
  if (!index) return;
  auto pack = Pack::parse(pack_bytes, *std::move(index), kind);
  if (!pack) return;
  std::vector<Pack> packs;
  packs.push_back(*std::move(pack));
  const ObjectStore store = ObjectStore::of(std::move(packs), kind);
  Checker checker(store);
  tbb::task_arena arena(1);
  arena.execute([&] {
    walk_pack(
        store, store.packs().front(), DeltaForest(store.packs().front()),
        [](const DeltaForest::Node&) { return true; }, {kLimit, kLimit}, checker);
  });
  checker.finish();
}

/// Takes bytes off the front.
std::string_view take(std::string_view& rest, std::size_t size) {
  const std::string_view taken = rest.substr(0, size);
  rest.remove_prefix(taken.size());
  return taken;
}

unsigned take_byte(std::string_view& rest) {
  const std::string_view byte = take(rest, 1);
  return byte.empty() ? 0 : static_cast<std::uint8_t>(byte.front());
}

/// Each entry: its type, its base, two bytes of a length, and so much data.
void walk_built(std::string_view rest) {
  PackBuilder builder;
  while (!rest.empty() && builder.entries().size() < 200) {
    const unsigned type = take_byte(rest) & 7U;
    const unsigned base = take_byte(rest);
    const std::size_t high = take_byte(rest);
    const std::string_view data = take(rest, high << 8U | take_byte(rest));
    const auto count = static_cast<std::uint32_t>(builder.entries().size());
    if (type == 6 && count > 0)
      builder.add_offset_delta(base % count, data);
    else if (type == 7)
      builder.add_id_delta(PackBuilder::id(base), data);
    else
      builder.add_entry(type, data.size(), "", deflated(data));
  }
  const std::string pack = builder.pack();
  const std::string index = builder.index();
  walk(pack, index, HashKind::sha1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 5) return 0;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  const unsigned mode = take_byte(rest);
  if ((mode & 2U) != 0) {
    walk_built(rest);
    return 0;
  }
  const std::size_t length = big_endian_32(take(rest, 4).data());
  const std::string_view pack = take(rest, length);
  walk(pack, rest, (mode & 1U) != 0 ? HashKind::sha256 : HashKind::sha1);
  return 0;
}
