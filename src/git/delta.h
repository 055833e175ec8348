#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "git/bytes.h"
#include "nhiscan/result.h"

namespace nhiscan {

/// Bytes that an object shares with its delta base.
struct CopiedRange {
  std::size_t begin = 0;       ///< in the object
  std::size_t base_begin = 0;  ///< in the base
  std::size_t size = 0;
  bool operator==(const CopiedRange&) const = default;
};

struct DeltaSizes {
  std::uint64_t base = 0;
  std::uint64_t result = 0;
  std::size_t header = 0;  ///< bytes of the delta before its first instruction
};

/// Calls `use(begin, end)` for each run of an object that isn't copied, ascending: an empty one
/// where two copies meet that don't in the base, and at a start or end that only one of the two
/// has.
template <class Use>
void for_each_gap(std::span<const CopiedRange> copied, std::size_t size, std::size_t base_size,
                  Use use) {
  const CopiedRange* last = nullptr;
  for (const CopiedRange& range : copied) {
    const bool whole_start = last == nullptr && range.begin == 0 && range.base_begin == 0;
    if (!whole_start) use(last == nullptr ? 0 : last->begin + last->size, range.begin);
    last = &range;
  }
  const bool whole_end = last != nullptr && last->begin + last->size == size &&
                         last->base_begin + last->size == base_size;
  if (!whole_end) use(last == nullptr ? 0 : last->begin + last->size, size);
}

/// What a delta says of itself (gitformat-pack, "Deltified representation").
Result<DeltaSizes> read_delta_sizes(std::string_view delta);

/// The object that `delta` makes of `base`. `copied`, ascending and with contiguous copies joined,
/// receives what came from the base. Fails if the delta is damaged or meant for another base; the
/// caller has checked that the result's size is one that it can hold.
Result<Bytes> apply_delta(std::string_view base, std::string_view delta,
                          std::vector<CopiedRange>& copied);

}  // namespace nhiscan
