// Whether a text is a log, and the time of a place in it.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "decoders/log_format.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)nhiscan::log_context("", text);
  for (const std::size_t at : {std::size_t{0}, size / 2, size})
    (void)nhiscan::observed_at(text, {at, at}, 1'790'000'000);
  return 0;
}
