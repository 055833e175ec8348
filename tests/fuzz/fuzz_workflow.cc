#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "declarations/declarations.h"

// The first byte chooses the path, and so the reader.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view path =
      data[0] % 2 == 0 ? "repository/.github/workflows/ci.yml" : "manifests/app.yaml";
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const nhiscan::Declared declared = nhiscan::read_declarations(path, text);
  for (const nhiscan::Declaration& declaration : declared.declarations) {
    const nhiscan::Location& location = declaration.location;
    if (location.begin > location.end || location.end > text.size()) std::abort();
    if (location.line == 0 || location.column == 0) std::abort();
    if (location.end_line < location.line) std::abort();
    if (declaration.name.empty() || declaration.format.empty()) std::abort();
  }
  return 0;
}
