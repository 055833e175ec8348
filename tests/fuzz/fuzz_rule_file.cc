#include <cstddef>
#include <cstdint>
#include <string_view>

#include "detection/rule_file.h"
#include "detection/rule_lint.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto rules = nhiscan::parse_rules({reinterpret_cast<const char*>(data), size}, "fuzz.toml");
  // Compiling a hostile pattern may take long by design (it is the user's own); a few are enough.
  if (rules && rules->size() <= 2 && size < 2048) (void)nhiscan::prepare_rules(*rules);
  return 0;
}
