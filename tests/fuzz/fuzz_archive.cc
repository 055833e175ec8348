// Archives and compressed streams, nested.

#include <cstddef>
#include <cstdint>

#include "parts_of.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  nhiscan::test::read_parts("file.gz", {reinterpret_cast<const char*>(data), size});
  return 0;
}
