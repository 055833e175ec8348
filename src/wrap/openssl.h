#pragma once

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pkcs12.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <string>
#include <string_view>

#include "wrap/handle.h"

namespace nhiscan {

inline void free_openssl_bytes(unsigned char* bytes) { OPENSSL_free(bytes); }

using OpensslBytes = Handle<unsigned char, free_openssl_bytes>;
using OpensslBio = Handle<BIO, BIO_free_all>;
using PublicOrPrivateKey = Handle<EVP_PKEY, EVP_PKEY_free>;
using Pkcs8 = Handle<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free>;
using EncryptedPkcs8 = Handle<X509_SIG, X509_SIG_free>;
using Certificate = Handle<X509, X509_free>;
using AlternativeNames = Handle<GENERAL_NAMES, GENERAL_NAMES_free>;
using ExtendedKeyUsage = Handle<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free>;
using SigningRequest = Handle<X509_REQ, X509_REQ_free>;
using Pbes2 = Handle<PBE2PARAM, PBE2PARAM_free>;

using Pbkdf2 = Handle<PBKDF2PARAM, PBKDF2PARAM_free>;
using PasswordScheme = Handle<PBEPARAM, PBEPARAM_free>;
using Pkcs12 = Handle<PKCS12, PKCS12_free>;

inline void free_safes(STACK_OF(PKCS7) * safes) { sk_PKCS7_pop_free(safes, PKCS7_free); }
inline void free_bags(STACK_OF(PKCS12_SAFEBAG) * bags) {
  sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
}
inline void free_openssl_text(char* text) { OPENSSL_free(text); }

using AuthenticatedSafes = Handle<STACK_OF(PKCS7), free_safes>;
using SafeBags = Handle<STACK_OF(PKCS12_SAFEBAG), free_bags>;
using OpensslText = Handle<char, free_openssl_text>;

/// `bytes` as OpenSSL takes them.
inline const unsigned char* as_uchars(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

/// The digest of `bytes`, raw; empty where OpenSSL refuses the algorithm.
inline std::string digest(std::string_view bytes, const EVP_MD* algorithm) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, algorithm, nullptr) != 1) return {};
  return {out.begin(), out.begin() + size};
}

/// SHA-1 of `bytes`: 20 raw bytes. Only for formats that prescribe it.
inline std::string sha1(std::string_view bytes) { return digest(bytes, EVP_sha1()); }

/// HMAC of `bytes` under `key`, raw; empty where OpenSSL refuses the algorithm.
inline std::string hmac(std::string_view key, std::string_view bytes, const EVP_MD* algorithm) {
  static constexpr unsigned char kNoKey = 0;
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned size = 0;
  const void* key_bytes = key.empty() ? &kNoKey : as_uchars(key);
  if (HMAC(algorithm, key_bytes, static_cast<int>(key.size()), as_uchars(bytes), bytes.size(),
           out.data(), &size) == nullptr)
    return {};
  return {out.begin(), out.begin() + size};
}

}  // namespace nhiscan
