#pragma once

#include <libdeflate.h>
#include <zlib.h>

#include <cstddef>
#include <string_view>

#include "nhiscan/result.h"
#include "wrap/handle.h"

namespace nhiscan {

/// Inflates whole zlib streams (RFC 1950) of known size. Belongs to one thread.
class Inflater {
 public:
  Inflater();

  /// Fills `out`, `size` bytes, from the stream that `compressed` begins with. Fails if the stream
  /// is damaged or holds more or fewer bytes.
  Status inflate(std::string_view compressed, char* out, std::size_t size);

 private:
  Handle<libdeflate_decompressor, libdeflate_free_decompressor> decompressor_;
};

/// Inflates a zlib stream part by part.
class InflateStream {
 public:
  explicit InflateStream(std::string_view compressed);
  InflateStream(const InflateStream&) = delete;
  InflateStream& operator=(const InflateStream&) = delete;
  ~InflateStream();

  /// Fills `out` as far as the stream goes; 0 at its end. Fails if the stream is damaged or cut
  /// off.
  Result<std::size_t> read(char* out, std::size_t size);

 private:
  void feed();

  z_stream stream_{};
  std::string_view rest_;  // that zlib has not been given; its counts have 32 bits
  bool ended_ = false;
};

}  // namespace nhiscan
