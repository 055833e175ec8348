#include "wrap/inflate.h"

#include <algorithm>
#include <limits>
#include <new>

namespace nhiscan {
namespace {

constexpr std::size_t kMostAtOnce = std::numeric_limits<unsigned>::max() / 2;

}  // namespace

Inflater::Inflater() : decompressor_(libdeflate_alloc_decompressor()) {
  if (!decompressor_) throw std::bad_alloc();
}

Status Inflater::inflate(std::string_view compressed, char* out, std::size_t size) {
  std::size_t read = 0;
  std::size_t written = 0;
  switch (libdeflate_zlib_decompress_ex(decompressor_.get(), compressed.data(), compressed.size(),
                                        out, size, &read, &written)) {
    case LIBDEFLATE_SUCCESS:
      if (written == size) return Done{};
      return Error{"its data is shorter than its header says"};
    case LIBDEFLATE_INSUFFICIENT_SPACE:
      return Error{"its data is longer than its header says"};
    default:
      return Error{"damaged zlib data"};
  }
}

InflateStream::InflateStream(std::string_view compressed) : rest_(compressed) {
  if (inflateInit(&stream_) != Z_OK) throw std::bad_alloc();
}

InflateStream::~InflateStream() { inflateEnd(&stream_); }

void InflateStream::feed() {
  const std::size_t size = std::min(rest_.size(), kMostAtOnce);
  stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(rest_.data()));
  stream_.avail_in = static_cast<uInt>(size);
  rest_.remove_prefix(size);
}

Result<std::size_t> InflateStream::read(char* out, std::size_t size) {
  std::size_t filled = 0;
  while (filled < size && !ended_) {
    if (stream_.avail_in == 0) feed();
    const std::size_t room = std::min(size - filled, kMostAtOnce);
    stream_.next_out = reinterpret_cast<Bytef*>(out + filled);
    stream_.avail_out = static_cast<uInt>(room);
    const int code = ::inflate(&stream_, Z_NO_FLUSH);
    filled += room - stream_.avail_out;
    if (code == Z_STREAM_END)
      ended_ = true;
    else if (code == Z_BUF_ERROR ||
             (code == Z_OK && stream_.avail_in == 0 && rest_.empty() && stream_.avail_out != 0))
      return Error{"its zlib data is cut off"};
    else if (code != Z_OK)
      return Error{"damaged zlib data"};
  }
  return filled;
}

}  // namespace nhiscan
