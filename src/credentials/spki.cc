#include "credentials/spki.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "wrap/digest.h"

namespace nhiscan {
namespace {

constexpr std::size_t kMaxNumberBytes = std::size_t{16} << 10;

constexpr char kSequence = '\x30';
constexpr char kInteger = '\x02';
constexpr char kBitString = '\x03';
constexpr char kObjectIdentifier = '\x06';
constexpr std::string_view kNull("\x05\x00", 2);

// DER of object identifiers, without tag and length.
// NOLINTBEGIN(modernize-raw-string-literal): bytes, of which some happen to be printable
constexpr std::string_view kRsa = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01";
constexpr std::string_view kDsa = "\x2a\x86\x48\xce\x38\x04\x01";
constexpr std::string_view kEllipticCurve = "\x2a\x86\x48\xce\x3d\x02\x01";
constexpr std::string_view kX25519 = "\x2b\x65\x6e";
constexpr std::string_view kEd25519 = "\x2b\x65\x70";
// NOLINTEND(modernize-raw-string-literal)

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

/// A positive INTEGER, with the zero byte in front that keeps it positive.
std::string integer(std::string_view number) {
  number.remove_prefix(std::min(number.find_first_not_of('\0'), number.size()));
  const bool needs_zero = number.empty() || (static_cast<unsigned char>(number[0]) & 0x80U) != 0;
  return der(kInteger, (needs_zero ? std::string(1, '\0') : std::string()).append(number));
}

/// `algorithm`: what the AlgorithmIdentifier holds.
std::string hash_of_info(std::string_view algorithm, std::string_view key) {
  const std::string bits = std::string(1, '\0').append(key);
  return encode_hex(sha256(der(kSequence, der(kSequence, algorithm) + der(kBitString, bits))));
}

bool is_number(std::string_view bytes) { return !bytes.empty() && bytes.size() <= kMaxNumberBytes; }

}  // namespace

std::string rsa_public_key_hash(std::string_view modulus, std::string_view exponent) {
  if (!is_number(modulus) || !is_number(exponent)) return {};
  return hash_of_info(der(kObjectIdentifier, kRsa).append(kNull),
                      der(kSequence, integer(modulus) + integer(exponent)));
}

std::string dsa_public_key_hash(std::string_view p, std::string_view q, std::string_view g,
                                std::string_view y) {
  if (!is_number(p) || !is_number(q) || !is_number(g) || !is_number(y)) return {};
  return hash_of_info(
      der(kObjectIdentifier, kDsa) + der(kSequence, integer(p) + integer(q) + integer(g)),
      integer(y));
}

std::string ec_public_key_hash(std::string_view curve, std::string_view point) {
  if (!is_number(curve) || !is_number(point) || point[0] != '\x04') return {};
  return hash_of_info(der(kObjectIdentifier, kEllipticCurve) + der(kObjectIdentifier, curve),
                      point);
}

std::string curve_public_key_hash(CurveKey type, std::string_view point) {
  if (point.size() != 32) return {};
  return hash_of_info(der(kObjectIdentifier, type == CurveKey::ed25519 ? kEd25519 : kX25519),
                      point);
}

std::string_view curve_identifier(std::string_view name) {
  struct Curve {
    std::array<std::string_view, 3> names;
    std::string_view identifier;
  };
  static constexpr auto kCurves = std::to_array<Curve>({
      {{"nistp256", "P-256", "prime256v1"}, "\x2a\x86\x48\xce\x3d\x03\x01\x07"},
      {{"nistp384", "P-384", "secp384r1"}, std::string_view("\x2b\x81\x04\x00\x22", 5)},
      {{"nistp521", "P-521", "secp521r1"}, std::string_view("\x2b\x81\x04\x00\x23", 5)},
      {{"secp256k1", "secp256k1", "secp256k1"}, std::string_view("\x2b\x81\x04\x00\x0a", 5)},
  });
  for (const Curve& curve : kCurves)
    if (std::ranges::find(curve.names, name) != curve.names.end()) return curve.identifier;
  return {};
}

}  // namespace nhiscan
