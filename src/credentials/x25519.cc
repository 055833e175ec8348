// Keys of 32 bytes on Curve25519 that say which public key they belong to: WireGuard and age.

#include <array>
#include <cstdint>

#include "base/encoding.h"
#include "credentials/bech32.h"
#include "credentials/readers.h"
#include "credentials/spki.h"
#include "wrap/openssl.h"

namespace nhiscan {
namespace {

constexpr std::size_t kKeyBytes = 32;

/// Empty where OpenSSL refuses the key.
std::string public_part(std::string_view private_key) {
  if (private_key.size() != kKeyBytes) return {};
  const PublicOrPrivateKey key(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, as_uchars(private_key), kKeyBytes));
  std::array<unsigned char, kKeyBytes> raw{};
  std::size_t size = raw.size();
  if (!key || EVP_PKEY_get_raw_public_key(key.get(), raw.data(), &size) != 1) return {};
  return {raw.begin(), raw.end()};
}

}  // namespace

void read_wireguard(const Reading& reading) {
  const auto key = decode_base64(reading.secret);
  const std::string public_key = key ? public_part(*key) : std::string();
  ERR_clear_error();
  if (public_key.empty()) return;
  set_fact(reading.finding, "public_key", curve_public_key_hash(CurveKey::x25519, public_key));
  set_fact(reading.finding, "peer_public_key", encode_base64(public_key));
  // `wg genkey` clamps (RFC 7748, section 5); a preshared key isn't clamped.
  const auto first = static_cast<std::uint8_t>(key->front());
  const auto last = static_cast<std::uint8_t>(key->back());
  if ((first & 7U) == 0 && (last & 0xC0U) == 0x40U) mark_structure_ok(reading.finding);
}

void read_age(const Reading& reading) {
  const auto identity = decode_bech32(reading.secret);
  if (!identity) return;
  Finding& finding = reading.finding;
  if (identity->prefix.starts_with("age-plugin-")) {
    std::string_view plugin = std::string_view(identity->prefix).substr(11);
    if (plugin.ends_with('-')) plugin.remove_suffix(1);
    set_fact(finding, "plugin", plugin);
    return;
  }
  if (identity->prefix != "age-secret-key-") return;
  const std::string public_key = public_part(identity->bytes);
  ERR_clear_error();
  if (public_key.empty()) return;
  set_fact(finding, "recipient", encode_bech32("age", public_key));
  set_fact(finding, "public_key", curve_public_key_hash(CurveKey::x25519, public_key));
}

}  // namespace nhiscan
