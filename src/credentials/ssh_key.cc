#include "credentials/ssh_key.h"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <string>
#include <vector>

#include "base/encoding.h"
#include "base/text.h"
#include "credentials/byte_reader.h"
#include "credentials/parts.h"
#include "credentials/reading.h"
#include "wrap/digest.h"
#include "wrap/openssl.h"

namespace nhiscan {
namespace {

std::string der(char tag, std::string_view content) {
  std::string out(1, tag);
  if (content.size() < 0x80) {
    out.push_back(static_cast<char>(content.size()));
  } else {
    std::string length;
    for (std::size_t rest = content.size(); rest != 0; rest >>= 8)
      length.insert(length.begin(), static_cast<char>(rest & 0xFF));
    out.push_back(static_cast<char>(0x80 | length.size()));
    out += length;
  }
  return out.append(content);
}

/// A SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7). `algorithm` is the DER inside of its
/// AlgorithmIdentifier.
std::string public_key_info(std::string_view algorithm, std::string_view key) {
  return der('\x30', der('\x30', algorithm) + der('\x03', std::string(1, '\0').append(key)));
}

struct Curve {
  std::string_view type;
  std::string_view oid;  ///< hex of the DER
  std::int64_t bits;
};

constexpr auto kCurves = std::to_array<Curve>({{"ecdsa-sha2-nistp256", "06082a8648ce3d030107", 256},
                                               {"ecdsa-sha2-nistp384", "06052b81040022", 384},
                                               {"ecdsa-sha2-nistp521", "06052b81040023", 521}});

std::int64_t bit_length(std::string_view number) {
  const auto first = std::min(number.find_first_not_of('\0'), number.size());
  if (first == number.size()) return 0;
  const auto top = static_cast<std::uint8_t>(number[first]);
  return static_cast<std::int64_t>((number.size() - first - 1) * 8 + std::bit_width(top));
}

void set_public_key(Finding& finding, std::string_view info) {
  set_fact(finding, "public_key", encode_hex(sha256(info)));
}

void set_rsa_facts(Finding& finding, ByteReader& blob) {
  const auto exponent = blob.string();
  const auto modulus = blob.string();
  if (!exponent || !modulus) return;
  set_number(finding, "key_bits", bit_length(*modulus));
  const auto algorithm = decode_hex("06092a864886f70d0101010500");
  set_public_key(finding, public_key_info(*algorithm, der('\x30', der('\x02', *modulus) +
                                                                      der('\x02', *exponent))));
}

void set_ecdsa_facts(Finding& finding, const Curve& curve, ByteReader& blob) {
  const auto name = blob.string();
  const auto point = blob.string();
  if (!name || !point) return;
  set_number(finding, "key_bits", curve.bits);
  const auto algorithm = decode_hex("06072a8648ce3d0201" + std::string(curve.oid));
  set_public_key(finding, public_key_info(*algorithm, *point));
}

void set_ed25519_facts(Finding& finding, ByteReader& blob) {
  const auto point = blob.string();
  if (!point || point->size() != 32) return;
  set_number(finding, "key_bits", 256);
  set_public_key(finding, public_key_info(*decode_hex("06032b6570"), *point));
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

void set_ssh_key_facts(Finding& finding, std::string_view blob) {
  ByteReader reader(blob);
  const auto type = reader.string();
  if (!type) return;
  set_fact(finding, "key_algorithm", *type);
  set_fact(finding, "fingerprint", "SHA256:" + encode_base64(sha256(blob)).substr(0, 43));
  const auto* const curve = std::ranges::find(kCurves, *type, &Curve::type);
  if (curve != kCurves.end()) return set_ecdsa_facts(finding, *curve, reader);
  if (*type == "ssh-rsa") set_rsa_facts(finding, reader);
  if (*type == "ssh-ed25519") set_ed25519_facts(finding, reader);
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
