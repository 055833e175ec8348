#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// The fact `public_key` of keys that stand in other forms than DER: the SHA-256, in hex, of their
// SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7), so that it equals that of the certificate.
// Numbers are big-endian; leading zeros don't matter. All are empty where a number is missing or
// above 16 KiB.
namespace nhiscan {

std::string rsa_public_key_hash(std::string_view modulus, std::string_view exponent);

/// `y` is the public number.
std::string dsa_public_key_hash(std::string_view p, std::string_view q, std::string_view g,
                                std::string_view y);

/// `curve` is the DER of the curve's object identifier, without tag and length; `point` is
/// uncompressed (0x04, x, y).
std::string ec_public_key_hash(std::string_view curve, std::string_view point);

/// Keys of 32 bytes (RFC 8410).
enum class CurveKey : std::uint8_t { x25519, ed25519 };
std::string curve_public_key_hash(CurveKey type, std::string_view point);

/// The DER of a curve's object identifier, without tag and length, by its name in SSH
/// ("nistp256"), JWK ("P-256") or OpenSSL ("prime256v1"); empty for other names.
std::string_view curve_identifier(std::string_view name);

}  // namespace nhiscan
