#pragma once

#include <openssl/pem.h>

#include <cstdint>
#include <string>
#include <vector>

#include "wrap/openssl.h"

// Keys and certificates made at run time, so that none stands in the repository.
namespace nhiscan::credentials_test {

inline PublicOrPrivateKey make_rsa_key() {
  return PublicOrPrivateKey(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048}));
}
inline PublicOrPrivateKey make_ec_key() {
  return PublicOrPrivateKey(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
}
inline PublicOrPrivateKey make_ed25519_key() {
  return PublicOrPrivateKey(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
}

inline std::string text_in(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

enum class KeyForm { pkcs8, traditional };

/// PEM; sealed under `passphrase` unless that is empty.
inline std::string private_key_pem(EVP_PKEY* key, KeyForm form = KeyForm::pkcs8,
                                   const std::string& passphrase = {}) {
  const OpensslBio bio(BIO_new(BIO_s_mem()));
  const EVP_CIPHER* cipher = passphrase.empty() ? nullptr : EVP_aes_256_cbc();
  const auto write =
      form == KeyForm::pkcs8 ? PEM_write_bio_PrivateKey : PEM_write_bio_PrivateKey_traditional;
  write(bio.get(), key, cipher, as_uchars(passphrase), static_cast<int>(passphrase.size()), nullptr,
        nullptr);
  return text_in(bio.get());
}

struct CertificateRequest {
  std::string common_name = "svc.acme.test";
  std::string organization = {};
  std::string issuer_name = {};        ///< empty: self-signed
  std::string alternative_names = {};  ///< OpenSSL's notation: "DNS:a.test,URI:spiffe://acme/x"
  std::string extended_key_usage = {};
  std::string key_usage = {};
  bool is_ca = false;
  long serial = 1;
  std::string not_before = "20250101000000Z";
  std::string not_after = "20260101000000Z";
};

inline void add_extension(X509* certificate, int id, const std::string& value) {
  if (value.empty()) return;
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, id, value.c_str());
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

inline void add_name(X509_NAME* name, const char* field, const std::string& value) {
  if (!value.empty())
    X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, as_uchars(value), -1, -1, 0);
}

/// A certificate of `key`, signed by it, in PEM.
inline std::string certificate_pem(EVP_PKEY* key, const CertificateRequest& request) {
  const Certificate certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), request.serial);
  ASN1_TIME_set_string(X509_getm_notBefore(certificate.get()), request.not_before.c_str());
  ASN1_TIME_set_string(X509_getm_notAfter(certificate.get()), request.not_after.c_str());
  add_name(X509_get_subject_name(certificate.get()), "O", request.organization);
  add_name(X509_get_subject_name(certificate.get()), "CN", request.common_name);
  if (request.issuer_name.empty())
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
  else
    add_name(X509_get_issuer_name(certificate.get()), "CN", request.issuer_name);
  X509_set_pubkey(certificate.get(), key);
  add_extension(certificate.get(), NID_basic_constraints,
                request.is_ca ? "critical,CA:TRUE" : "CA:FALSE");
  add_extension(certificate.get(), NID_subject_alt_name, request.alternative_names);
  add_extension(certificate.get(), NID_ext_key_usage, request.extended_key_usage);
  add_extension(certificate.get(), NID_key_usage, request.key_usage);
  X509_sign(certificate.get(), key,
            EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519 ? nullptr : EVP_sha256());
  const OpensslBio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), certificate.get());
  return text_in(bio.get());
}

}  // namespace nhiscan::credentials_test
