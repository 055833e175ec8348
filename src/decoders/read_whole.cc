#include "decoders/read_whole.h"

#include <algorithm>

namespace nhiscan {

Result<bool> read_whole(ByteStream& stream, std::size_t most, std::string& held) {
  constexpr std::size_t kFirst = std::size_t{64} * 1024;
  std::size_t used = held.size();
  held.resize(std::max(used, std::min(kFirst, most)));
  while (true) {
    if (used == held.size()) {
      if (used >= most) {
        held.resize(used);
        return false;
      }
      held.resize(std::min(most, 2 * held.size()));
    }
    const auto got = stream.read(held.data() + used, held.size() - used);
    if (!got) return got.error();
    used += *got;
    if (*got > 0) continue;
    held.resize(used);
    return true;
  }
}

Result<std::size_t> ResumedStream::read(char* out, std::size_t size) {
  if (begin_.empty()) return rest_.read(out, size);
  const std::size_t count = std::min(size, begin_.size());
  std::copy_n(begin_.data(), count, out);
  begin_.remove_prefix(count);
  return count;
}

}  // namespace nhiscan
