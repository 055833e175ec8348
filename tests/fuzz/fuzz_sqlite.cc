// SQLite databases.

#include <cstddef>
#include <cstdint>

#include "parts_of.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  nhiscan::test::read_parts("a.db", {reinterpret_cast<const char*>(data), size});
  return 0;
}
