// Character sets, and what is encoded or escaped in a text, nested, through the unpacker; each
// place that a layer leads back to must lie in the layer above.

#include <cstddef>
#include <cstdint>

#include "parts_of.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  nhiscan::test::read_parts("", {reinterpret_cast<const char*>(data), size});
  return 0;
}
