// Expressions of --fail-on; those that are right are tried on findings.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "policy/fail_on.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto condition =
      nhiscan::parse_fail_on(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!condition) return 0;
  nhiscan::Finding finding;
  (void)(*condition)(finding, 1795163400);
  finding.commit = nhiscan::Commit{};
  (void)(*condition)(finding, 1795163400);
  return 0;
}
