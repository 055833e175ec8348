// Keytabs (MIT Kerberos, "The Kerberos keytab binary file format"), version 2: all numbers are
// big-endian; a negative size is a hole where an entry was.
#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "credentials/byte_reader.h"
#include "credentials/pem.h"
#include "credentials/readers.h"

namespace nhiscan {
namespace {

constexpr std::size_t kMostKeytabEntries = 1000;

struct KeytabEntry {
  std::string principal;
  std::int64_t created = 0;
  std::uint64_t key_version = 0;
  std::uint64_t encryption = 0;
};

/// Of the "Kerberos Encryption Type Numbers" of IANA.
std::string encryption_name(std::uint64_t number) {
  static constexpr auto kNames =
      std::to_array<std::pair<std::uint64_t, std::string_view>>({{1, "des-cbc-crc"},
                                                                 {3, "des-cbc-md5"},
                                                                 {16, "des3-cbc-sha1-kd"},
                                                                 {17, "aes128-cts-hmac-sha1-96"},
                                                                 {18, "aes256-cts-hmac-sha1-96"},
                                                                 {19, "aes128-cts-hmac-sha256-128"},
                                                                 {20, "aes256-cts-hmac-sha384-192"},
                                                                 {23, "rc4-hmac"}});
  const auto* const known =
      std::ranges::find(kNames, number, &std::pair<std::uint64_t, std::string_view>::first);
  return known == kNames.end() ? "encryption type " + std::to_string(number)
                               : std::string(known->second);
}

std::optional<std::string_view> counted_text(ByteReader& reader) {
  const auto size = reader.number(2);
  return size ? reader.bytes(*size) : std::nullopt;
}

std::optional<KeytabEntry> read_keytab_entry(std::string_view bytes) {
  ByteReader reader(bytes);
  const auto count = reader.number(2);
  const auto realm = counted_text(reader);
  if (!count || *count == 0 || *count > 16 || !realm) return std::nullopt;
  KeytabEntry entry;
  for (std::uint64_t i = 0; i < *count; ++i) {
    const auto component = counted_text(reader);
    if (!component) return std::nullopt;
    entry.principal += (i > 0 ? "/" : "") + std::string(*component);
  }
  entry.principal += "@" + std::string(*realm);
  reader.number(4);  // the kind of name
  const auto created = reader.number(4);
  const auto short_version = reader.number(1);
  const auto encryption = reader.number(2);
  if (!encryption || !counted_text(reader)) return std::nullopt;
  const auto version = reader.number(4);
  entry.created = static_cast<std::int64_t>(*created);
  entry.key_version = version && *version > 0 ? *version : *short_version;
  entry.encryption = *encryption;
  return entry;
}

std::vector<KeytabEntry> read_keytab_entries(std::string_view bytes) {
  std::vector<KeytabEntry> entries;
  ByteReader reader(bytes);
  if (reader.number(2) != 0x0502U) return entries;
  while (entries.size() < kMostKeytabEntries) {
    const auto written = reader.number(4);
    if (!written || *written == 0) break;
    const auto size = static_cast<std::int32_t>(*written);
    const auto part = reader.bytes(size < 0 ? 0 - static_cast<std::size_t>(size)
                                            : static_cast<std::size_t>(size));
    if (!part) break;
    const auto entry = size > 0 ? read_keytab_entry(*part) : std::nullopt;
    if (size > 0 && !entry) break;
    if (entry) entries.push_back(*entry);
  }
  return entries;
}

void add_once(std::vector<std::string>& list, std::string text) {
  if (std::ranges::find(list, text) == list.end()) list.push_back(std::move(text));
}

}  // namespace

void read_keytab(const Reading& reading) {
  const auto bytes = decode_base64(plain_lines(reading.secret), Whitespace::skip);
  if (!bytes) return;
  const std::vector<KeytabEntry> entries = read_keytab_entries(*bytes);
  if (entries.empty()) return;
  std::vector<std::string> principals;
  std::vector<std::string> encryption;
  for (const KeytabEntry& entry : entries) {
    add_once(principals, fact_text(entry.principal));
    add_once(encryption, encryption_name(entry.encryption));
  }
  set_list(reading.finding, "principals", principals);
  set_list(reading.finding, "encryption", encryption);
  set_number(reading.finding, "key_version", static_cast<std::int64_t>(entries.back().key_version));
  set_lifetime(reading.finding, entries.back().created, std::nullopt, "time of its last key");
  const std::string_view realm = entries.front().principal;
  reading.finding.target = fact_text(realm.substr(realm.rfind('@') + 1));
  mark_structure_ok(reading.finding);
}

}  // namespace nhiscan
