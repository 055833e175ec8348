// AWS access key ids carry their account (observed; ids issued before 2019 don't).

#include "base/encoding.h"
#include "credentials/byte_reader.h"
#include "credentials/readers.h"

namespace nhiscan {
namespace {

/// IAM User Guide, "IAM identifiers", unique ID prefixes.
std::string_view key_type(std::string_view prefix) {
  if (prefix == "AKIA") return "long-term access key";
  if (prefix == "ASIA") return "temporary access key";
  if (prefix == "ABIA") return "bearer token";
  if (prefix == "ACCA") return "context-specific credential";
  if (prefix == "AIDA") return "user id";
  if (prefix == "AROA") return "role id";
  if (prefix == "AGPA") return "group id";
  if (prefix == "AIPA") return "instance profile id";
  if (prefix == "ANPA" || prefix == "ANVA") return "managed policy id";
  if (prefix == "APKA") return "public key id";
  if (prefix == "ASCA") return "certificate id";
  return {};
}

std::string account_of(std::string_view id) {
  const bool carries_account = (id[0] >= 'Q' && id[0] <= 'Z') || (id[0] >= '2' && id[0] <= '7');
  const auto bytes = carries_account ? decode_base32(id) : std::nullopt;
  const auto number = bytes ? ByteReader(*bytes).number(6) : std::nullopt;
  if (!number) return {};
  const std::string digits = std::to_string((*number & 0x7FFFFFFFFF80) >> 7);
  return digits.size() > 12 ? std::string() : std::string(12 - digits.size(), '0') + digits;
}

}  // namespace

void read_aws_key_id(const Reading& reading) {
  Finding& finding = reading.finding;
  if (reading.secret.size() != 20) return;
  const auto prefix = reading.secret.substr(0, 4);
  set_fact(finding, "key_type", key_type(prefix));
  if (prefix == "ASIA") finding.kind = Kind::session_token;
  const std::string account = account_of(reading.secret.substr(4));
  if (account.empty()) return;
  set_fact(finding, "account", account);
  finding.target = account;
  mark_structure_ok(finding);
}

}  // namespace nhiscan
