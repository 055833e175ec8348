// Private keys in PEM (PKCS#1, PKCS#8, SEC1, DSA), OpenSSH's and PuTTY's own formats, and base64 of
// any of them or of DER.

#include "base/encoding.h"
#include "credentials/pem.h"
#include "credentials/public_key.h"
#include "credentials/readers.h"
#include "credentials/ssh_key.h"
#include "wrap/openssl.h"

namespace nhiscan {
namespace {

/// How PKCS#8 is sealed: its cipher, and for PBES2 the function that derives the key, with its
/// iterations (RFC 8018, appendix A.4).
void set_seal_facts(Finding& finding, const X509_ALGOR* algorithm) {
  const ASN1_OBJECT* id = nullptr;
  int type = 0;
  const void* parameter = nullptr;
  X509_ALGOR_get0(&id, &type, &parameter, algorithm);
  const int scheme = OBJ_obj2nid(id);
  if (scheme != NID_pbes2) return set_fact(finding, "cipher", OBJ_nid2sn(scheme));
  if (type != V_ASN1_SEQUENCE) return;
  const auto* sequence = static_cast<const ASN1_STRING*>(parameter);
  const Pbes2 pbes2(static_cast<PBE2PARAM*>(ASN1_item_unpack(sequence, ASN1_ITEM_rptr(PBE2PARAM))));
  if (!pbes2) return;
  set_fact(finding, "cipher", OBJ_nid2sn(OBJ_obj2nid(pbes2->encryption->algorithm)));
  set_fact(finding, "kdf", OBJ_nid2sn(OBJ_obj2nid(pbes2->keyfunc->algorithm)));
  const ASN1_TYPE* settings = pbes2->keyfunc->parameter;
  if (OBJ_obj2nid(pbes2->keyfunc->algorithm) != NID_id_pbkdf2 || settings == nullptr ||
      settings->type != V_ASN1_SEQUENCE)
    return;
  const Pbkdf2 pbkdf2(static_cast<PBKDF2PARAM*>(
      ASN1_item_unpack(settings->value.sequence, ASN1_ITEM_rptr(PBKDF2PARAM))));
  std::int64_t rounds = 0;
  if (pbkdf2 && ASN1_INTEGER_get_int64(&rounds, pbkdf2->iter) == 1)
    set_number(finding, "kdf_rounds", rounds);
}

/// An `EncryptedPrivateKeyInfo` (RFC 5958, section 3).
bool read_sealed_key(Finding& finding, std::string_view der) {
  const unsigned char* at = as_uchars(der);
  const EncryptedPkcs8 sealed(d2i_X509_SIG(nullptr, &at, static_cast<long>(der.size())));
  if (!sealed) return false;
  const X509_ALGOR* algorithm = nullptr;
  X509_SIG_get0(sealed.get(), &algorithm, nullptr);
  set_seal_facts(finding, algorithm);
  return true;
}

void mark_encrypted(Finding& finding) {
  set_flag(finding, "encrypted", true);
  finding.storage = Storage::encrypted;
}

bool read_der(Finding& finding, std::string_view der, std::string_view label) {
  const auto key = load_private_key(der, label);
  if (!key) return false;
  set_flag(finding, "encrypted", false);
  set_key_facts(finding, key.get());
  set_fact(finding, "public_key", public_key_hash(key.get()));
  set_fact(finding, "md5_fingerprint", public_key_md5(key.get()));
  return true;
}

bool read_block(Finding& finding, const PemBlock& block) {
  set_fact(finding, "format", block.label);
  if (block.encrypted) {
    mark_encrypted(finding);
    set_fact(finding, "cipher", block.cipher);
    return true;
  }
  if (block.label == "OPENSSH PRIVATE KEY") return read_openssh_key(finding, block.bytes);
  if (block.label.starts_with("ENCRYPTED ")) {
    mark_encrypted(finding);
    return block.label == "ENCRYPTED PRIVATE KEY" && read_sealed_key(finding, block.bytes);
  }
  return read_der(finding, block.bytes, block.label);
}

bool read_text(Finding& finding, std::string_view text) {
  if (const auto block = read_pem(text)) return read_block(finding, *block);
  return read_putty_key(finding, plain_lines(text));
}

/// A SEQUENCE with its length in several bytes.
bool is_der(std::string_view bytes) {
  return bytes.size() > 1 && bytes[0] == '0' && (bytes[1] & 0x80) != 0;
}

bool read_bytes(Finding& finding, std::string_view bytes) {
  for (const auto* label : {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"})
    if (read_der(finding, bytes, label)) return true;
  if (is_der(bytes) && read_sealed_key(finding, bytes)) {
    mark_encrypted(finding);
    return true;
  }
  return read_openssh_key(finding, bytes);
}

}  // namespace

void read_private_key(const Reading& reading) {
  constexpr std::size_t kLargestKey = std::size_t{256} << 10;
  const auto secret = reading.secret.substr(0, kLargestKey);
  bool understood = read_text(reading.finding, secret);
  if (!understood && is_der(secret)) {
    understood = read_bytes(reading.finding, secret);
  } else if (!understood) {
    const auto bytes = decode_base64(secret, Whitespace::skip);
    understood =
        bytes && (read_text(reading.finding, *bytes) || read_bytes(reading.finding, *bytes));
  }
  if (understood) mark_structure_ok(reading.finding);
  ERR_clear_error();
}

}  // namespace nhiscan
