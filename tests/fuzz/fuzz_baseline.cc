// Baselines of every kind; ours are written again and read once more.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "suppression/baseline_file.h"
#include "suppression/foreign_baseline.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const nhiscan::BaselineFormat& format : nhiscan::baseline_formats())
    (void)format.read(text, "baseline");
  (void)nhiscan::format_of_baseline("baseline", text);
  const auto baseline = nhiscan::parse_baseline(text, "baseline");
  if (!baseline) return 0;
  const auto again = nhiscan::parse_baseline(nhiscan::to_text(*baseline), "baseline");
  if (!again || again->entries.size() != baseline->entries.size()) std::abort();
  return 0;
}
