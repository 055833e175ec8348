#pragma once

#include <string>
#include <string_view>

#include "nhiscan/finding.h"
#include "wrap/openssl.h"

namespace nhiscan {

/// SHA-256 of a SubjectPublicKeyInfo in DER, as hex: equal for a certificate and its private key.
/// Empty where OpenSSL can't write it.
std::string public_key_hash(EVP_PKEY* key);

/// The same of a certificate's key, as it stands there: no key is loaded.
std::string public_key_hash(X509* certificate);

/// MD5 of the SubjectPublicKeyInfo, in pairs of hex digits with colons between: how Oracle Cloud
/// and AWS name a key.
std::string public_key_md5(EVP_PKEY* key);

/// Sets `key_algorithm`, `key_bits` and `curve`.
void set_key_facts(Finding& finding, EVP_PKEY* key);

/// An unencrypted private key in DER: PKCS#8, or the older form that its PEM label names ("RSA
/// PRIVATE KEY"). Null where it isn't one, is above 16 KiB, or has parameters that would cost too
/// much to work with.
PublicOrPrivateKey load_private_key(std::string_view der, std::string_view label);

}  // namespace nhiscan
