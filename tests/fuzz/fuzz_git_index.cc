// The first byte chooses the hash, and whether the rest is one index, or a shared one and a split
// one that lie in two halves. HEAD's tree, and every other one, is the rest of the bytes from an
// offset that its id gives.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "git/index_file.h"
#include "git/line_diff.h"
#include "git/staged.h"

namespace {

void use(const nhiscan::IndexFile& index, std::string_view bytes) {
  int trees = 0;
  const auto read_tree = [&](const nhiscan::ObjectId& id) -> nhiscan::Result<nhiscan::Bytes> {
    if (++trees > 100) return nhiscan::Error{"missing"};
    const std::string_view tree = bytes.substr(id.bytes[0] % (bytes.size() + 1));
    nhiscan::Bytes copy(tree.size());
    std::memcpy(copy.data(), tree.data(), tree.size());
    return copy;
  };
  for (const auto& head : {std::optional<nhiscan::ObjectId>(), std::optional(nhiscan::ObjectId())})
    nhiscan::compare_with_index(head, index, read_tree);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kMaxBytes = 1 << 14;
  if (size == 0 || size > kMaxBytes) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto kind = (data[0] & 1) != 0 ? nhiscan::HashKind::sha256 : nhiscan::HashKind::sha1;
  const std::size_t half = (data[0] & 2) != 0 ? bytes.find("DIRC", 4) : std::string_view::npos;
  const auto index = nhiscan::IndexFile::parse(bytes.substr(0, half), kind);
  if (index) use(*index, bytes);
  if (half == std::string_view::npos) return 0;
  nhiscan::touched_lines(bytes.substr(0, half), bytes.substr(half));
  const auto split = nhiscan::IndexFile::parse(bytes.substr(half), kind);
  if (!index || !split) return 0;
  const auto joined = nhiscan::IndexFile::join(*index, *split);
  if (joined) use(*joined, bytes);
  return 0;
}
