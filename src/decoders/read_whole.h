#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "nhiscan/result.h"
#include "sources/byte_stream.h"

namespace nhiscan {

/// Adds the stream to `held` until that has `most` bytes; says whether that is all of it.
Result<bool> read_whole(ByteStream& stream, std::size_t most, std::string& held);

/// What was read of a stream, then the rest of it. Both outlive it.
class ResumedStream final : public ByteStream {
 public:
  ResumedStream(std::string_view begin, ByteStream& rest) : begin_(begin), rest_(rest) {}

  Result<std::size_t> read(char* out, std::size_t size) override;

 private:
  std::string_view begin_;
  ByteStream& rest_;
};

}  // namespace nhiscan
