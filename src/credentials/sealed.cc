// What says how well a password protects it: password hashes, minisign and signify keys.

#include <algorithm>
#include <charconv>

#include "base/encoding.h"
#include "credentials/byte_reader.h"
#include "credentials/parts.h"
#include "credentials/readers.h"

namespace nhiscan {
namespace {

std::string_view hash_name(std::string_view id) {
  if (id == "1") return "md5crypt";
  if (id == "apr1") return "apr1 (MD5)";
  if (id == "5") return "sha256crypt";
  if (id == "6") return "sha512crypt";
  if (id == "y") return "yescrypt";
  if (id == "gy") return "gost-yescrypt";
  if (id == "7") return "scrypt";
  if (id == "2a" || id == "2b" || id == "2x" || id == "2y") return "bcrypt";
  if (id == "P" || id == "H") return "phpass (MD5)";
  return id.starts_with("argon2") ? id : std::string_view();
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

/// `$id$…`: the Modular Crypt Format.
void read_crypt(Finding& finding, std::string_view hash) {
  const auto parts = split(hash.substr(1), '$', 6);
  const auto name = hash_name(parts[0]);
  if (name.empty() || parts.size() < 2) return;
  set_fact(finding, "algorithm", name);
  for (const auto part : parts)
    if (part.starts_with("rounds=")) set_fact(finding, "rounds", part.substr(7));
  if (name == "bcrypt")
    if (const auto cost = whole_number(parts[1])) set_number(finding, "cost", *cost);
  if (name.starts_with("argon2") && parts.size() > 2) set_fact(finding, "parameters", parts[2]);
  mark_structure_ok(finding);
}

/// `{SSHA}…` of LDAP.
void read_ldap(Finding& finding, std::string_view hash) {
  set_fact(finding, "algorithm", hash.substr(1, hash.find('}') - 1));
  mark_structure_ok(finding);
}

/// `pbkdf2_sha256$600000$salt$…`, `pbkdf2:sha256:600000$salt$…`, `SCRAM-SHA-256$4096:salt$…`.
void read_counted(Finding& finding, std::string_view hash) {
  const auto dollar = hash.find('$');
  if (dollar == std::string_view::npos) return;
  auto name = hash.substr(0, dollar);
  auto count = hash.substr(dollar + 1);
  count = count.substr(0, count.find_first_of("$:"));
  if (const auto colon = name.rfind(':'); colon != std::string_view::npos) {
    if (name.starts_with("pbkdf2:")) count = name.substr(colon + 1);
    name = name.substr(0, name.starts_with("pbkdf2:") ? colon : name.find(':'));
  }
  set_fact(finding, "algorithm", name);
  if (const auto rounds = whole_number(count)) set_number(finding, "rounds", *rounds);
}

}  // namespace

void read_password_hash(const Reading& reading) {
  const auto hash = reading.secret.substr(0, 4096);
  if (hash.starts_with('$')) return read_crypt(reading.finding, hash);
  if (hash.starts_with('{') && hash.find('}') != std::string_view::npos)
    return read_ldap(reading.finding, hash);
  read_counted(reading.finding, hash);
}

void read_minisign(const Reading& reading) {
  Finding& finding = reading.finding;
  const auto start = reading.secret.find("RW");
  if (start == std::string_view::npos) return;
  const auto encoded = reading.secret.substr(start);
  const auto bytes = decode_base64(encoded.substr(0, encoded.find_first_of(" \t\r\n\"'\\")));
  if (!bytes || !bytes->starts_with("Ed")) return;
  ByteReader reader(std::string_view(*bytes).substr(2));
  const auto derivation = reader.bytes(2).value_or(std::string_view());
  const bool is_signify = derivation == "BK";
  const auto checksum = is_signify ? std::nullopt : reader.bytes(2);
  const auto rounds = is_signify ? reader.number(4) : std::nullopt;
  // signify: salt and checksum follow, then the key number; minisign: salt and two limits.
  const auto skipped = reader.bytes(is_signify ? 24 : 48);
  const auto key_number = reader.bytes(8);
  if (!skipped || !key_number || (!is_signify && checksum != "B2")) return;
  const bool is_sealed = is_signify ? rounds.value_or(0) != 0 : derivation == "Sc";
  set_fact(finding, "format", is_signify ? "signify" : "minisign");
  set_flag(finding, "encrypted", is_sealed);
  finding.storage = is_sealed ? Storage::encrypted : Storage::plaintext;
  set_fact(finding, "kdf", is_sealed ? (is_signify ? "bcrypt" : "scrypt") : "");
  if (is_signify) set_fact(finding, "key_number", encode_hex(*key_number));
  if (!is_signify && !is_sealed) {
    std::string number(*key_number);
    std::reverse(number.begin(), number.end());  // stored least significant byte first
    set_fact(finding, "key_id", encode_hex(number));
  }
  mark_structure_ok(finding);
}

}  // namespace nhiscan
