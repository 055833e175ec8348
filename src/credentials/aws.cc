// AWS access key ids carry their account (observed; ids issued before 2019 don't).

#include "base/encoding.h"
#include "credentials/aws_key_id.h"
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

}  // namespace

void read_aws_key_id(const Reading& reading) {
  Finding& finding = reading.finding;
  if (reading.secret.size() != 20) return;
  const auto prefix = reading.secret.substr(0, 4);
  set_fact(finding, "key_type", key_type(prefix));
  if (prefix == "ASIA") finding.kind = Kind::session_token;
  const std::string account = account_of_aws_key(reading.secret);
  if (account.empty()) return;
  set_fact(finding, "account", account);
  finding.target = account;
  mark_structure_ok(finding);
}

void read_aws_ses_smtp(const Reading& reading) {
  const auto bytes = decode_base64(reading.secret);
  if (!bytes || bytes->size() != 33 || bytes->front() != '\x04') return;
  set_number(reading.finding, "version", 4);
  mark_structure_ok(reading.finding);
}

}  // namespace nhiscan
