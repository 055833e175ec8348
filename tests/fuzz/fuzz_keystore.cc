// Keystores, PKCS#12 and Java's, as bytes and in base64; certificates and keys in DER.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/encoding.h"
#include "credentials/read.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  for (const auto* reader : {"keystore", "x509", "private-key", "pgp"}) {
    auto rule = std::make_shared<nhiscan::Rule>();
    rule->decode = reader;
    for (const std::string& text : {bytes, nhiscan::encode_base64(bytes)}) {
      nhiscan::Finding finding;
      finding.rule = rule;
      nhiscan::read_credential(finding, text, {0, text.size()}, 1750000000);
    }
  }
  return 0;
}
