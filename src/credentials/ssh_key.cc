#include "credentials/ssh_key.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <optional>
#include <string>

#include "base/encoding.h"
#include "base/text.h"
#include "credentials/byte_reader.h"
#include "credentials/parts.h"
#include "credentials/reading.h"
#include "credentials/spki.h"
#include "wrap/digest.h"
#include "wrap/openssl.h"

namespace nhiscan {
namespace {

std::int64_t bit_length(std::string_view number) {
  const auto first = std::min(number.find_first_not_of('\0'), number.size());
  if (first == number.size()) return 0;
  const auto top = static_cast<std::uint8_t>(number[first]);
  return static_cast<std::int64_t>((number.size() - first - 1) * 8 + std::bit_width(top));
}

void set_rsa_facts(Finding& finding, ByteReader& blob) {
  const auto exponent = blob.string();
  const auto modulus = blob.string();
  if (!exponent || !modulus) return;
  set_number(finding, "key_bits", bit_length(*modulus));
  set_fact(finding, "public_key", rsa_public_key_hash(*modulus, *exponent));
}

void set_dsa_facts(Finding& finding, ByteReader& blob) {
  const auto p = blob.string();
  const auto q = blob.string();
  const auto g = blob.string();
  const auto y = blob.string();
  if (!p || !q || !g || !y) return;
  set_number(finding, "key_bits", bit_length(*p));
  set_fact(finding, "public_key", dsa_public_key_hash(*p, *q, *g, *y));
}

void set_ecdsa_facts(Finding& finding, ByteReader& blob) {
  const auto name = blob.string();
  const auto point = blob.string();
  if (!name || !point) return;
  std::int64_t bits = 0;
  if (name->starts_with("nistp"))
    std::from_chars(name->data() + 5, name->data() + name->size(), bits);
  if (bits > 0) set_number(finding, "key_bits", bits);
  set_fact(finding, "public_key", ec_public_key_hash(curve_identifier(*name), *point));
}

void set_ed25519_facts(Finding& finding, ByteReader& blob) {
  const auto point = blob.string();
  if (!point || point->size() != 32) return;
  set_number(finding, "key_bits", 256);
  set_fact(finding, "public_key", curve_public_key_hash(CurveKey::ed25519, *point));
}

void set_encryption(Finding& finding, std::string_view cipher) {
  const bool encrypted = cipher != "none";
  set_flag(finding, "encrypted", encrypted);
  if (!encrypted) return;
  set_fact(finding, "cipher", cipher);
  finding.storage = Storage::encrypted;
}

/// The strings before the comment in an unencrypted private section (PROTOCOL.key, and the key
/// formats of ssh-agent's protocol).
int fields_before_comment(std::string_view type) {
  if (type == "ssh-rsa") return 6;
  if (type == "ssh-dss") return 5;
  if (type == "ssh-ed25519") return 2;
  if (type.starts_with("ecdsa-")) return 3;
  return -1;
}

/// Reads an unencrypted private section: two equal check numbers, the type, the numbers of the key,
/// and the comment. Returns whether the check numbers agree.
bool read_private_section(Finding& finding, std::string_view section) {
  ByteReader reader(section);
  const auto first = reader.number(4);
  const auto second = reader.number(4);
  const auto type = reader.string();
  if (!first || first != second || !type) return false;
  int fields = fields_before_comment(*type);
  if (fields < 0) return true;
  while (fields > 0 && reader.string())
    --fields;
  const auto comment = fields == 0 ? reader.string() : std::nullopt;
  if (comment) set_fact(finding, "comment", *comment);
  return true;
}

/// The value of a `Name: value` line; empty without one.
std::string header_value(std::string_view text, std::string_view name) {
  const std::string start = std::string(name) + ": ";
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = text.substr(at, end - at);
    if (line.starts_with(start))
      return std::string(line.substr(start.size(), line.find('\r') - start.size()));
    at = end + 1;
  }
  return {};
}

/// The bytes of the base64 lines below `name: n`, up to the next header.
std::optional<std::string> putty_blob(std::string_view text, std::string_view name) {
  const auto at = text.find(std::string(name) + ": ");
  if (at == std::string_view::npos) return std::nullopt;
  text.remove_prefix(std::min(text.find('\n', at), text.size()));
  std::string lines;
  for (const auto line : split(text, '\n')) {
    if (line.find(':') != std::string_view::npos) break;
    lines += line;
  }
  return decode_base64(lines, Whitespace::skip);
}

std::string ssh_string(std::string_view bytes) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8)
    out.push_back(static_cast<char>((bytes.size() >> shift) & 0xFF));
  return out.append(bytes);
}

/// Whether the MAC of an unencrypted file holds: HMAC over algorithm, encryption, comment, public
/// and private part, under a key that needs no passphrase (PuTTY manual, appendix C).
bool putty_mac_holds(std::string_view text, std::string_view algorithm, bool is_version_2) {
  const auto public_blob = putty_blob(text, "Public-Lines");
  const auto private_blob = putty_blob(text, "Private-Lines");
  if (!public_blob || !private_blob) return false;
  const std::string covered = ssh_string(algorithm) + ssh_string("none") +
                              ssh_string(header_value(text, "Comment")) + ssh_string(*public_blob) +
                              ssh_string(*private_blob);
  const std::string mac = is_version_2
                              ? hmac(sha1("putty-private-key-file-mac-key"), covered, EVP_sha1())
                              : hmac({}, covered, EVP_sha256());
  return lower_ascii(header_value(text, "Private-MAC")) == encode_hex(mac);
}

}  // namespace

void set_ssh_number_facts(Finding& finding, std::string_view type, ByteReader& blob) {
  if (type == "ssh-rsa") set_rsa_facts(finding, blob);
  if (type == "ssh-dss") set_dsa_facts(finding, blob);
  if (type.starts_with("ecdsa-sha2-") || type.starts_with("sk-ecdsa-sha2-"))
    set_ecdsa_facts(finding, blob);
  if (type == "ssh-ed25519" || type == "sk-ssh-ed25519@openssh.com")
    set_ed25519_facts(finding, blob);
}

void set_ssh_key_facts(Finding& finding, std::string_view blob) {
  ByteReader reader(blob);
  const auto type = reader.string();
  if (!type) return;
  set_fact(finding, "key_algorithm", *type);
  set_fact(finding, "fingerprint", "SHA256:" + encode_base64(sha256(blob)).substr(0, 43));
  set_ssh_number_facts(finding, *type, reader);
}

bool read_openssh_key(Finding& finding, std::string_view bytes) {
  constexpr std::string_view kMagic("openssh-key-v1\0", 15);
  if (!bytes.starts_with(kMagic)) return false;
  ByteReader reader(bytes.substr(kMagic.size()));
  const auto cipher = reader.string();
  const auto derivation = reader.string();
  const auto options = reader.string();
  const auto count = reader.number(4);
  const auto blob = reader.string();
  const auto section = reader.string();
  if (!cipher || !derivation || !options || !count || !blob) return false;
  set_encryption(finding, *cipher);
  if (*derivation != "none") set_fact(finding, "kdf", *derivation);
  ByteReader bcrypt(*options);
  if (*derivation == "bcrypt" && bcrypt.string())
    if (const auto rounds = bcrypt.number(4))
      set_number(finding, "kdf_rounds", static_cast<std::int64_t>(*rounds));
  set_ssh_key_facts(finding, *blob);
  if (!section) return false;
  return *cipher != "none" || read_private_section(finding, *section);
}

bool read_putty_key(Finding& finding, std::string_view text) {
  const auto at = text.find("PuTTY-User-Key-File-");
  if (at == std::string_view::npos) return false;
  text.remove_prefix(at);
  const bool is_version_2 = text.starts_with("PuTTY-User-Key-File-2");
  const std::string algorithm =
      header_value(text, is_version_2 ? "PuTTY-User-Key-File-2" : "PuTTY-User-Key-File-3");
  const std::string encryption = header_value(text, "Encryption");
  set_number(finding, "version", is_version_2 ? 2 : 3);
  set_fact(finding, "key_algorithm", algorithm);
  set_fact(finding, "kdf", header_value(text, "Key-Derivation"));
  set_fact(finding, "comment", header_value(text, "Comment"));
  const auto blob = putty_blob(text, "Public-Lines");
  if (blob) set_ssh_key_facts(finding, *blob);
  if (!encryption.empty()) set_encryption(finding, encryption);
  if (encryption == "none" && putty_mac_holds(text, algorithm, is_version_2))
    finding.validity = Validity::checksum_ok;
  return blob.has_value() && !encryption.empty();
}

}  // namespace nhiscan
