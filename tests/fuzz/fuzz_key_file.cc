// Keys, certificates, keystores and keytabs in binary, compiled Python, property lists, and
// configurations of images.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/encoding.h"
#include "credentials/read.h"
#include "parts_of.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  nhiscan::test::read_parts("a", bytes);
  auto rule = std::make_shared<nhiscan::Rule>();
  rule->decode = "keytab";
  nhiscan::Finding finding;
  finding.rule = rule;
  const std::string text = nhiscan::encode_base64(bytes);
  nhiscan::read_credential(finding, text, {0, text.size()}, 1750000000);
  return 0;
}
