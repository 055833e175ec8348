#include "credentials/public_key.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "credentials/reading.h"
#include "wrap/digest.h"

namespace nhiscan {
namespace {

constexpr std::size_t kMaxKeyBytes = std::size_t{16} << 10;
// OpenSSL raises g to the private value of a DSA key when it loads one; hostile sizes would take
// minutes.
constexpr std::size_t kMaxDsaBytes = std::size_t{2} << 10;

std::string algorithm_name(EVP_PKEY* key) {
  switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA:
      return "RSA";
    case EVP_PKEY_RSA_PSS:
      return "RSA-PSS";
    case EVP_PKEY_EC:
      return "EC";
    case EVP_PKEY_DSA:
      return "DSA";
    case EVP_PKEY_ED25519:
      return "Ed25519";
    case EVP_PKEY_ED448:
      return "Ed448";
    case EVP_PKEY_X25519:
      return "X25519";
    case EVP_PKEY_X448:
      return "X448";
    default:
      return "unknown";
  }
}

bool is_affordable(const PKCS8_PRIV_KEY_INFO* info, std::size_t size) {
  constexpr auto kKnown =
      std::to_array<int>({NID_rsaEncryption, NID_rsassaPss, NID_X9_62_id_ecPublicKey, NID_ED25519,
                          NID_ED448, NID_X25519, NID_X448});
  const ASN1_OBJECT* algorithm = nullptr;
  if (PKCS8_pkey_get0(&algorithm, nullptr, nullptr, nullptr, info) != 1) return false;
  const int id = OBJ_obj2nid(algorithm);
  if (id == NID_dsa) return size <= kMaxDsaBytes;
  return std::ranges::find(kKnown, id) != kKnown.end();
}

int older_form(std::string_view label) {
  if (label == "RSA PRIVATE KEY") return EVP_PKEY_RSA;
  if (label == "EC PRIVATE KEY") return EVP_PKEY_EC;
  if (label == "DSA PRIVATE KEY") return EVP_PKEY_DSA;
  return EVP_PKEY_NONE;
}

std::string hash_of(const OpensslBytes& der, int size) {
  if (size <= 0) return {};
  return encode_hex(
      sha256({reinterpret_cast<const char*>(der.get()), static_cast<std::size_t>(size)}));
}

}  // namespace

std::string public_key_hash(EVP_PKEY* key) {
  unsigned char* raw = nullptr;
  const int size = i2d_PUBKEY(key, &raw);
  return hash_of(OpensslBytes(raw), size);
}

std::string public_key_md5(EVP_PKEY* key) {
  unsigned char* raw = nullptr;
  const int size = i2d_PUBKEY(key, &raw);
  const OpensslBytes der(raw);
  if (size <= 0) return {};
  const std::string_view bytes(reinterpret_cast<const char*>(der.get()),
                               static_cast<std::size_t>(size));
  std::string text;
  for (const char byte : digest(bytes, EVP_md5()))
    text += (text.empty() ? "" : ":") + encode_hex({&byte, 1});
  return text;
}

std::string public_key_hash(X509* certificate) {
  unsigned char* raw = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &raw);
  return hash_of(OpensslBytes(raw), size);
}

void set_key_facts(Finding& finding, EVP_PKEY* key) {
  set_fact(finding, "key_algorithm", algorithm_name(key));
  if (const int bits = EVP_PKEY_get_bits(key); bits > 0) set_number(finding, "key_bits", bits);
  std::array<char, 64> curve{};
  std::size_t size = 0;
  if (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
      EVP_PKEY_get_group_name(key, curve.data(), curve.size(), &size) == 1)
    set_fact(finding, "curve", std::string_view(curve.data(), size));
}

PublicOrPrivateKey load_private_key(std::string_view der, std::string_view label) {
  if (der.empty() || der.size() > kMaxKeyBytes) return nullptr;
  const unsigned char* at = as_uchars(der);
  const auto size = static_cast<long>(der.size());
  const Pkcs8 info(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, size));
  PublicOrPrivateKey key;
  if (info) {
    if (is_affordable(info.get(), der.size())) key.reset(EVP_PKCS82PKEY(info.get()));
  } else if (const int form = older_form(label); form != EVP_PKEY_NONE) {
    at = as_uchars(der);
    if (form != EVP_PKEY_DSA || der.size() <= kMaxDsaBytes)
      key.reset(d2i_PrivateKey(form, nullptr, &at, size));
  }
  ERR_clear_error();
  return key;
}

}  // namespace nhiscan
