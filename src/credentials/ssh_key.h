#pragma once

#include <string>
#include <string_view>

#include "credentials/byte_reader.h"
#include "nhiscan/finding.h"

namespace nhiscan {

/// Sets what an SSH public key blob (RFC 4253, section 6.6) says: `key_algorithm`, `key_bits`,
/// `fingerprint` as ssh-keygen writes it, and for RSA, DSA, ECDSA and Ed25519 `public_key`, the
/// same hash as a certificate's.
void set_ssh_key_facts(Finding& finding, std::string_view blob);

/// The part of that which comes from the numbers that follow the type (`ssh-rsa`, …): `key_bits`
/// and `public_key`. Takes them off `blob`.
void set_ssh_number_facts(Finding& finding, std::string_view type, ByteReader& blob);

/// Reads the bytes of an `openssh-key-v1` private key (OpenSSH, PROTOCOL.key). Returns whether they
/// are one.
bool read_openssh_key(Finding& finding, std::string_view bytes);

/// Reads a PuTTY private key file, version 2 or 3 (PuTTY manual, appendix C). Returns whether
/// `text` holds one.
bool read_putty_key(Finding& finding, std::string_view text);

}  // namespace nhiscan
