// Tokens whose parts a rule describes, and readers of one family each. The input is the secret,
// alone and between other text; of the readers that take an argument, its first line is that too.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "credentials/checksum.h"
#include "credentials/read.h"

namespace {

void read(const std::string& decode, std::string_view document, nhiscan::Span span) {
  auto rule = std::make_shared<nhiscan::Rule>();
  rule->decode = decode;
  nhiscan::Finding finding;
  finding.rule = std::move(rule);
  nhiscan::read_credential(finding, document, span, 1750000000);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string_view line = text.substr(0, text.find('\n'));
  for (const auto* reader : {"age",
                             "algolia-secured",
                             "aws-ses-smtp",
                             "azure-cask",
                             "database-uri",
                             "fcm-sender",
                             "flyio-macaroon",
                             "jwk",
                             "jwt",
                             "meta-app",
                             "minisign",
                             "mode",
                             "openshift",
                             "otpauth",
                             "password-hash",
                             "presigned-url",
                             "ssh-certificate",
                             "supabase",
                             "wireguard",
                             "x-bearer",
                             "fields pdl_{mode}_apikey_{key_id:ulid}_{} {account}.{}",
                             "base64 {key_id*20}:{}",
                             "base64 tok:{token_id:uuid}:{}",
                             "json organization=o region=m.r issued:time=iat"}) {
    read(reader, text, {0, size});
    read(reader, text, {size / 4, size - size / 4});
  }
  for (const auto* reader : {"fields ", "base64 ", "json "}) {
    const std::string decode = std::string(reader) + std::string(line);
    if (nhiscan::knows_reader(decode)) read(decode, text, {std::min(line.size() + 1, size), size});
  }
  for (const auto* algorithm : {"atlassian", "matrix", "polar"})
    (void)nhiscan::verify_checksum(algorithm, text);
  return 0;
}
