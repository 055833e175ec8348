// OpenSSH certificates (PROTOCOL.certkeys): `ssh-ed25519-cert-v01@openssh.com AAAA… comment`.

#include "base/encoding.h"
#include "credentials/byte_reader.h"
#include "credentials/readers.h"
#include "credentials/ssh_key.h"
#include "wrap/digest.h"

namespace nhiscan {
namespace {

constexpr std::string_view kSuffix = "-cert-v01@openssh.com";

/// The blob, of the line or of its base64 alone.
std::optional<std::string> certificate_blob(std::string_view text) {
  text.remove_prefix(std::min(text.find("AAAA"), text.size()));
  return decode_base64(text.substr(0, text.find_first_of(" \t\r\n\"'")));
}

/// Numbers before the serial number, by the type of the key.
int key_fields(std::string_view type) {
  if (type == "ssh-rsa" || type == "ecdsa-sha2-nistp256" || type == "ecdsa-sha2-nistp384" ||
      type == "ecdsa-sha2-nistp521" || type == "sk-ssh-ed25519")
    return 2;
  if (type == "ssh-ed25519") return 1;
  if (type == "ssh-dss") return 4;
  return type == "sk-ecdsa-sha2-nistp256" ? 3 : -1;
}

std::vector<std::string> strings_in(std::string_view packed, std::size_t stride) {
  std::vector<std::string> strings;
  ByteReader reader(packed);
  for (std::size_t i = 0; i < stride * kMaxFactItems; ++i) {
    const auto text = reader.string();
    if (!text) break;
    if (i % stride == 0) strings.emplace_back(*text);
  }
  return strings;
}

void set_period(Finding& finding, std::uint64_t after, std::uint64_t before) {
  constexpr std::uint64_t kForever = UINT64_MAX;
  const auto time = [](std::uint64_t seconds) {
    return seconds <= INT64_MAX ? std::optional(static_cast<std::int64_t>(seconds)) : std::nullopt;
  };
  set_lifetime(finding, after == 0 ? std::nullopt : time(after),
               before == kForever ? std::nullopt : time(before), "valid before");
  if (before == kForever) set_non_expiring(finding, "valid before: forever");
}

/// What follows the key: who it is for, and for how long.
bool read_grant(Finding& finding, ByteReader& reader) {
  const auto serial = reader.number(8);
  const auto type = reader.number(4);
  const auto key_id = reader.string();
  const auto principals = reader.string();
  const auto after = reader.number(8);
  const auto before = reader.number(8);
  const auto critical = reader.string();
  const auto extensions = reader.string();
  reader.string();  // reserved
  const auto authority = reader.string();
  if (!serial || !type || !key_id || !principals || !after || !before || !critical || !extensions)
    return false;
  set_fact(finding, "serial", std::to_string(*serial));
  set_fact(finding, "certificate_type", *type == 2 ? "host" : "user");
  set_fact(finding, "key_id", *key_id);
  set_list(finding, "principals", strings_in(*principals, 1));
  set_list(finding, "critical_options", strings_in(*critical, 2));
  set_list(finding, "extensions", strings_in(*extensions, 2));
  if (authority)
    set_fact(finding, "authority", "SHA256:" + encode_base64(sha256(*authority)).substr(0, 43));
  set_period(finding, *after, *before);
  return true;
}

}  // namespace

void read_ssh_certificate(const Reading& reading) {
  const auto blob = certificate_blob(reading.secret);
  if (!blob) return;
  ByteReader fields(*blob);
  const auto name = fields.string();
  if (!name || !name->ends_with(kSuffix) || !fields.string()) return;  // a nonce follows
  const auto type = name->substr(0, name->size() - kSuffix.size());
  const int count = key_fields(type);
  if (count < 0) return;
  Finding& finding = reading.finding;
  ByteReader numbers = fields;
  for (int i = 0; i < count; ++i)
    if (!fields.string()) return;
  set_fact(finding, "key_algorithm", *name);
  set_ssh_number_facts(finding, type == "sk-ssh-ed25519" ? "ssh-ed25519" : type, numbers);
  if (read_grant(finding, fields)) mark_structure_ok(finding);
}

}  // namespace nhiscan
