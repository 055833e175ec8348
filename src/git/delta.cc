#include "git/delta.h"

#include <cstring>

namespace nhiscan {
namespace {

/// Little-endian groups of seven bits, the last without its high bit.
std::optional<std::uint64_t> take_size(std::string_view delta, std::size_t& at) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64 && at < delta.size(); shift += 7) {
    const auto byte = static_cast<std::uint8_t>(delta[at++]);
    value |= std::uint64_t{byte & 0x7fU} << shift;
    if ((byte & 0x80U) == 0) return value;
  }
  return std::nullopt;
}

/// The bytes of a number that the bits of `present` announce, lowest first.
std::uint64_t take_sparse(const char*& at, unsigned present, unsigned count) {
  std::uint64_t value = 0;
  for (unsigned i = 0; i < count; ++i)
    if ((present >> i & 1U) != 0)
      value |= std::uint64_t{static_cast<std::uint8_t>(*at++)} << (8 * i);
  return value;
}

void add_copy(std::vector<CopiedRange>& copied, const CopiedRange& range) {
  if (!copied.empty()) {
    CopiedRange& last = copied.back();
    if (last.begin + last.size == range.begin && last.base_begin + last.size == range.base_begin) {
      last.size += range.size;
      return;
    }
  }
  copied.push_back(range);
}

}  // namespace

Result<DeltaSizes> read_delta_sizes(std::string_view delta) {
  DeltaSizes sizes;
  const auto base = take_size(delta, sizes.header);
  const auto result = base ? take_size(delta, sizes.header) : std::nullopt;
  if (!result) return Error{"damaged delta"};
  sizes.base = *base;
  sizes.result = *result;
  return sizes;
}

Result<Bytes> apply_delta(std::string_view base, std::string_view delta,
                          std::vector<CopiedRange>& copied) {
  copied.clear();
  const auto sizes = read_delta_sizes(delta);
  if (!sizes) return sizes.error();
  if (sizes->base != base.size()) return Error{"its delta is for a base of another size"};
  Bytes result(sizes->result);
  char* const out = result.data();
  std::size_t filled = 0;
  const char* at = delta.data() + sizes->header;
  const char* const end = delta.data() + delta.size();
  while (at < end) {
    const unsigned instruction = static_cast<std::uint8_t>(*at++);
    if ((instruction & 0x80U) != 0) {
      if (end - at < __builtin_popcount(instruction & 0x7fU)) return Error{"damaged delta"};
      const std::uint64_t begin = take_sparse(at, instruction, 4);
      std::uint64_t size = take_sparse(at, instruction >> 4U & 7U, 3);
      if (size == 0) size = 0x10000;
      if (begin > base.size() || size > base.size() - begin || size > result.size() - filled)
        return Error{"its delta copies what is not there"};
      std::memcpy(out + filled, base.data() + begin, size);
      add_copy(copied, {filled, begin, size});
      filled += size;
    } else {
      const std::size_t size = instruction;
      if (size == 0 || size > static_cast<std::size_t>(end - at) || size > result.size() - filled)
        return Error{"damaged delta"};
      std::memcpy(out + filled, at, size);
      at += size;
      filled += size;
    }
  }
  if (filled != result.size()) return Error{"its delta makes fewer bytes than it says"};
  return result;
}

}  // namespace nhiscan
