// The first byte chooses the hash and what the rest is read as.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "git/commit.h"
#include "git/commit_graph.h"
#include "git/delta.h"
#include "git/object_store.h"
#include "git/pack_index.h"

namespace {

using namespace nhiscan;

constexpr std::uint64_t kLimit = std::uint64_t{1024} * 1024;

void require(bool holds) {
  if (!holds) std::abort();
}

void read_tree(std::string_view bytes, HashKind kind) {
  TreeReader reader(bytes, kind);
  std::size_t size = 0;
  for (TreeEntry entry; reader.next(entry);)
    size += entry.name.size() + hash_size(kind);
  require(size <= bytes.size());
}

void patch(std::string_view delta) {
  std::string base;
  for (int i = 0; i < 100; ++i)
    base += "line " + std::to_string(i) + "\n";
  const auto sizes = read_delta_sizes(delta);
  if (!sizes || sizes->result > kLimit) return;
  std::vector<CopiedRange> copied;
  const auto result = apply_delta(base, delta, copied);
  if (!result) return;
  require(result->size() == sizes->result);
  std::size_t end = 0;
  for (const CopiedRange& range : copied) {
    require(range.begin >= end && range.size > 0);
    end = range.begin + range.size;
    require(result->view().substr(range.begin, range.size) ==
            std::string_view(base).substr(range.base_begin, range.size));
  }
}

void look_up(const PackIndex& index) {
  for (std::uint32_t i = 0; i < index.count(); ++i) {
    static_cast<void>(index.offset(i));
    const auto found = index.find(index.id(i));
    require(!found || index.id(*found) == index.id(i));
  }
}

void read_multi_pack_index(std::string_view bytes, HashKind kind) {
  auto all = parse_multi_pack_index(bytes, kind);
  if (!all) return;
  for (MultiPackIndex::PackPart& part : all->packs)
    look_up(PackIndex::of(std::move(part.entries), kind));
}

ObjectId id_of(char byte) {
  ObjectId id;
  id.bytes[0] = static_cast<std::uint8_t>(byte);
  return id;
}

/// Commits of three bytes: id, two parents, of which 0 is none.
void order_commits(std::string_view bytes) {
  std::vector<CommitRecord> commits;
  GitRefs refs;
  for (; bytes.size() >= 3; bytes.remove_prefix(3)) {
    commits.push_back({id_of(bytes[0]), {}, {}, static_cast<std::uint8_t>(bytes[1])});
    for (const char parent : bytes.substr(1, 2))
      if (parent != 0) commits.back().parents.push_back(id_of(parent));
  }
  if (!commits.empty()) refs.head = commits.back().id;
  refs.refs.push_back({"HEAD", refs.head});
  const CommitGraph graph(commits, {{id_of(1), id_of(2)}, {id_of(2), id_of(1)}}, refs);
  for (std::uint32_t commit = 0; commit < graph.size(); ++commit) {
    require(graph.find(graph.id(commit)) == commit);
    for (const std::uint32_t parent : graph.parents(commit))
      require(parent < graph.size());
    require(!graph.in_head(commit) || graph.reach(commit) == Reach::ref);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const HashKind kind = (data[0] & 1U) != 0 ? HashKind::sha256 : HashKind::sha1;
  switch (data[0] >> 1U & 7U) {
    case 0:
      static_cast<void>(parse_commit(bytes, kind));
      break;
    case 1:
      static_cast<void>(parse_tag(bytes, kind));
      break;
    case 2:
      read_tree(bytes, kind);
      break;
    case 3:
      patch(bytes);
      break;
    case 4:
      static_cast<void>(parse_loose_header(bytes));
      break;
    case 5:
      read_multi_pack_index(bytes, kind);
      break;
    case 6:
      if (const auto index = PackIndex::parse(bytes, kind)) look_up(*index);
      break;
    default:
      order_commits(bytes);
  }
  return 0;
}
