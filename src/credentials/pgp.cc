// OpenPGP armour (RFC 9580, sections 5 and 6): the first key packet, the first user id, and the end
// that a self-signature sets.

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "credentials/byte_reader.h"
#include "credentials/parts.h"
#include "credentials/pem.h"
#include "credentials/readers.h"
#include "credentials/spki.h"
#include "wrap/openssl.h"

namespace nhiscan {
namespace {

constexpr int kMaxPackets = 1000;

struct Packet {
  unsigned tag = 0;
  std::string_view body;
};

/// The size in a new-format header; nothing for partial bodies, which keys never have.
std::optional<std::uint64_t> new_size(ByteReader& reader) {
  const auto first = reader.number(1);
  if (!first || *first < 192) return first;
  if (*first == 255) return reader.number(4);
  if (*first >= 224) return std::nullopt;
  const auto second = reader.number(1);
  if (!second) return std::nullopt;
  return ((*first - 192) << 8) + *second + 192;
}

/// The size in an old-format header; type 3 runs to the end.
std::optional<std::uint64_t> old_size(ByteReader& reader, unsigned type) {
  if (type == 3) return reader.rest().size();
  return reader.number(std::size_t{1} << type);
}

std::optional<Packet> next_packet(ByteReader& reader) {
  const auto head = reader.number(1);
  if (!head || (*head & 0x80) == 0) return std::nullopt;
  const bool is_new = (*head & 0x40) != 0;
  const auto size = is_new ? new_size(reader) : old_size(reader, *head & 3);
  const auto body = size ? reader.bytes(*size) : std::nullopt;
  if (!body) return std::nullopt;
  return Packet{static_cast<unsigned>(is_new ? *head & 0x3F : (*head >> 2) & 0xF), *body};
}

std::string algorithm_name(std::uint64_t id) {
  switch (id) {
    case 1:
    case 2:
    case 3:
      return "RSA";
    case 16:
      return "Elgamal";
    case 17:
      return "DSA";
    case 18:
      return "ECDH";
    case 19:
      return "ECDSA";
    case 22:
      return "EdDSA";
    case 25:
      return "X25519";
    case 27:
      return "Ed25519";
    default:
      return "algorithm " + std::to_string(id);
  }
}

bool skip_number(ByteReader& reader) {
  const auto bits = reader.number(2);
  return bits && reader.bytes((*bits + 7) / 8);
}

bool skip_numbers(ByteReader& reader, int count) {
  while (count > 0 && skip_number(reader))
    --count;
  return count == 0;
}

/// Skips the public numbers of a version 4 key; false where the algorithm isn't known here.
bool skip_public_numbers(ByteReader& reader, std::uint64_t algorithm) {
  if (algorithm >= 1 && algorithm <= 3) return skip_numbers(reader, 2);
  if (algorithm == 16) return skip_numbers(reader, 3);
  if (algorithm == 17) return skip_numbers(reader, 4);
  if (algorithm != 19 && algorithm != 22) return false;
  const auto size = reader.number(1);
  return size && reader.bytes(*size) && skip_number(reader);
}

std::string_view take_number(ByteReader& reader) {
  const auto bits = reader.number(2);
  return bits ? reader.bytes((*bits + 7) / 8).value_or(std::string_view()) : std::string_view();
}

/// The hash of the public numbers of a version 4 key, as a certificate of that key would have it;
/// empty for algorithms that have none.
std::string public_numbers_hash(std::string_view numbers, std::uint64_t algorithm) {
  constexpr std::string_view kEd25519Legacy = "\x2b\x06\x01\x04\x01\xda\x47\x0f\x01";
  ByteReader reader(numbers);
  if (algorithm >= 1 && algorithm <= 3) {
    const auto modulus = take_number(reader);
    return rsa_public_key_hash(modulus, take_number(reader));
  }
  if (algorithm == 17) {
    const auto p = take_number(reader);
    const auto q = take_number(reader);
    const auto g = take_number(reader);
    return dsa_public_key_hash(p, q, g, take_number(reader));
  }
  if (algorithm != 19 && algorithm != 22) return {};
  const auto size = reader.number(1);
  const auto curve = size ? reader.bytes(*size) : std::nullopt;
  const auto point = take_number(reader);
  if (!curve) return {};
  if (algorithm == 19) return ec_public_key_hash(*curve, point);
  const bool is_ed25519 = *curve == kEd25519Legacy && point.starts_with('\x40');
  return is_ed25519 ? curve_public_key_hash(CurveKey::ed25519, point.substr(1)) : std::string();
}

std::string fingerprint(std::string_view public_part) {
  const auto size = public_part.size();
  std::string prefix = "\x99";
  prefix.push_back(static_cast<char>((size >> 8) & 0xFF));
  prefix.push_back(static_cast<char>(size & 0xFF));
  return encode_hex(sha1(prefix.append(public_part)));
}

/// Reads a secret or public key packet of version 4; returns its creation time.
std::optional<std::int64_t> read_key(Finding& finding, const Packet& packet) {
  ByteReader reader(packet.body);
  const auto version = reader.number(1);
  const auto created = reader.number(4);
  const auto algorithm = reader.number(1);
  if (!version || !created || !algorithm) return std::nullopt;
  set_number(finding, "version", static_cast<std::int64_t>(*version));
  set_fact(finding, "key_algorithm", algorithm_name(*algorithm));
  if (*version != 4 || !skip_public_numbers(reader, *algorithm))
    return static_cast<std::int64_t>(*created);
  const std::string print =
      fingerprint(packet.body.substr(0, packet.body.size() - reader.rest().size()));
  set_fact(finding, "fingerprint", print);
  set_fact(finding, "key_id", print.substr(print.size() - std::min<std::size_t>(16, print.size())));
  set_fact(finding, "public_key", public_numbers_hash(packet.body.substr(6), *algorithm));
  const bool is_secret = packet.tag == 5;
  const auto usage = is_secret ? reader.number(1) : std::nullopt;
  if (usage) set_flag(finding, "encrypted", *usage != 0);
  if (usage && *usage != 0) finding.storage = Storage::encrypted;
  return static_cast<std::int64_t>(*created);
}

/// Seconds from creation to the end of the key that the hashed subpackets of a version 4 signature
/// set (type 9); 0 if they don't.
std::int64_t key_life(std::string_view body) {
  ByteReader reader(body);
  const auto version = reader.number(1);
  const auto type = reader.number(1);
  reader.bytes(2);
  const auto size = reader.number(2);
  const auto hashed = size ? reader.bytes(*size) : std::nullopt;
  const bool is_self_signature = type && *type >= 0x10 && *type <= 0x13;
  if (version != 4U || !is_self_signature || !hashed) return 0;
  ByteReader subpackets(*hashed);
  for (int i = 0; i < kMaxPackets; ++i) {
    const auto length = new_size(subpackets);
    const auto content = length ? subpackets.bytes(*length) : std::nullopt;
    if (!content || content->empty()) return 0;
    if (((*content)[0] & 0x7F) == 9)
      return static_cast<std::int64_t>(ByteReader(content->substr(1)).number(4).value_or(0));
  }
  return 0;
}

void read_packets(Finding& finding, std::string_view bytes) {
  ByteReader reader(bytes);
  std::optional<std::int64_t> created;
  std::int64_t life = 0;
  bool has_user = false;
  bool has_signature = false;
  for (int i = 0; i < kMaxPackets; ++i) {
    const auto packet = next_packet(reader);
    if (!packet || packet->tag == 7 || packet->tag == 14) break;  // subkeys have lives of their own
    if ((packet->tag == 5 || packet->tag == 6) && !created) created = read_key(finding, *packet);
    has_signature = has_signature || packet->tag == 2;
    if (packet->tag == 2 && life == 0) life = key_life(packet->body);
    if (packet->tag != 13 || has_user) continue;
    has_user = true;
    set_fact(finding, "name", packet->body);
    set_fact(finding, "email", between(packet->body, "<", ">"));
  }
  if (!created) return;
  mark_structure_ok(finding);
  set_lifetime(finding, created, life > 0 ? std::optional(*created + life) : std::nullopt,
               "self-signature");
  if (life == 0 && has_signature)
    set_non_expiring(finding, "no key expiration in the self-signature");
}

/// CRC-24 of RFC 9580, section 6.1.
std::uint32_t crc24(std::string_view bytes) {
  std::uint32_t crc = 0xB704CE;
  for (const char c : bytes) {
    crc ^= static_cast<std::uint32_t>(static_cast<std::uint8_t>(c)) << 16U;
    for (int bit = 0; bit < 8; ++bit) {
      crc <<= 1;
      if ((crc & 0x1000000) != 0) crc ^= 0x1864CFB;
    }
  }
  return crc & 0xFFFFFF;
}

/// The armour's checksum line decides, where there is one.
void judge_armor(Finding& finding, const PemBlock& block) {
  const auto at = block.body.rfind("\n=");
  const auto stored =
      at == std::string::npos ? std::nullopt : decode_base64(block.body.substr(at + 2, 4));
  if (!stored || stored->size() != 3) return;
  const bool matches = ByteReader(*stored).number(3) == crc24(block.bytes);
  if (finding.validity == Validity::unknown)
    finding.validity = matches ? Validity::checksum_ok : Validity::checksum_bad;
}

}  // namespace

void read_pgp(const Reading& reading) {
  const auto block = read_pem(reading.secret);
  if (!block) {
    constexpr std::size_t kLargestPackets = std::size_t{1} << 20;
    const bool is_packet = !reading.secret.empty() && (reading.secret[0] & 0x80) != 0;
    if (is_packet) read_packets(reading.finding, reading.secret.substr(0, kLargestPackets));
    return;
  }
  if (block->bytes.empty()) return;
  judge_armor(reading.finding, *block);
  read_packets(reading.finding, block->bytes);
}

}  // namespace nhiscan
