// Certificates and keys: PEM, DER, OpenSSH, PuTTY and OpenPGP on the same bytes.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "credentials/pem.h"
#include "credentials/read.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)nhiscan::read_pem(text);
  for (const auto* reader : {"x509", "private-key", "pgp"}) {
    auto rule = std::make_shared<nhiscan::Rule>();
    rule->decode = reader;
    nhiscan::Finding finding;
    finding.rule = std::move(rule);
    nhiscan::read_credential(finding, text, {0, size}, 1750000000);
  }
  return 0;
}
