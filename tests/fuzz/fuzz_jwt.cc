// Tokens that describe themselves: every reader that parses text, and every checksum, on the same
// bytes.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "credentials/checksum.h"
#include "credentials/jwt.h"
#include "credentials/read.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto claims = nhiscan::decode_jwt(text);
  if (claims) (void)nhiscan::signature_fits(*claims);
  for (const auto* reader :
       {"jwt", "aws-key-id", "azure-connection-string", "azure-sas", "basic-auth", "discord",
        "gitlab-routable", "google-oauth-client-id", "google-service-account", "pypi-macaroon",
        "sentry-org", "slack", "stripe", "telegram"}) {
    auto rule = std::make_shared<nhiscan::Rule>();
    rule->decode = reader;
    nhiscan::Finding finding;
    finding.rule = std::move(rule);
    nhiscan::read_credential(finding, text, {size / 4, size - size / 4}, 1750000000);
    nhiscan::read_credential(finding, text, {0, size}, 1750000000);
  }
  for (const auto* algorithm : {"age-bech32", "azure-cask", "azure-devops-legacy", "azure-his-v1",
                                "base58check", "confluent", "crc32-base62-6", "crc32-hex-8",
                                "entra-8q", "github-pat", "gitlab-routable", "grafana"})
    (void)nhiscan::verify_checksum(algorithm, text);
  return 0;
}
