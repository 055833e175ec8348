// Notebooks in JSON and in plain text, and where in them something stands.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "decoders/outline.h"
#include "parts_of.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  nhiscan::test::read_parts("a.ipynb", text);
  for (const auto* path : {"a.Rmd", "a.py"}) {
    const nhiscan::Outline outline(path, text);
    for (std::size_t at = 0; at < size; at += 1 + size / 8)
      (void)outline.at(at);
  }
  return 0;
}
