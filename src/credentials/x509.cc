// X.509 certificates through OpenSSL: PEM, base64 of PEM or of DER (as kubeconfig files hold them),
// or DER itself.

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "credentials/certificate.h"
#include "credentials/pem.h"
#include "credentials/public_key.h"
#include "credentials/readers.h"
#include "credentials/spiffe.h"
#include "wrap/openssl.h"

namespace nhiscan {
namespace {

constexpr std::int64_t kNoEnd =
    253402300799;  // 99991231235959Z: no well-defined expiration (RFC 5280, section 4.1.2.5)

/// The DER and, where it is PEM, the label.
PemBlock block_of(std::string_view secret) {
  if (auto block = read_pem(secret)) return std::move(*block);
  const bool is_der = secret.size() > 1 && secret[0] == '0' && (secret[1] & 0x80) != 0;
  PemBlock plain;
  if (is_der) {
    plain.bytes = secret.substr(0, kMaxCertificateBytes + 1);
    return plain;
  }
  auto bytes = decode_base64(secret, Whitespace::skip);
  if (!bytes) return plain;
  if (auto block = read_pem(*bytes)) return std::move(*block);
  plain.bytes = std::move(*bytes);
  return plain;
}

std::string_view view_of(const ASN1_STRING* string) {
  const int size = ASN1_STRING_length(string);
  if (size <= 0) return {};
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(string)),
          static_cast<std::size_t>(size)};
}

/// The values of one attribute (`NID_commonName`, …), in UTF-8.
std::vector<std::string> name_values(X509_NAME* name, int attribute) {
  std::vector<std::string> values;
  for (int at = X509_NAME_get_index_by_NID(name, attribute, -1);
       at >= 0 && values.size() < kMaxFactItems;
       at = X509_NAME_get_index_by_NID(name, attribute, at)) {
    unsigned char* raw = nullptr;
    const int size =
        ASN1_STRING_to_UTF8(&raw, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    const OpensslBytes text(raw);
    if (size > 0)
      values.emplace_back(reinterpret_cast<const char*>(text.get()),
                          static_cast<std::size_t>(size));
  }
  return values;
}

std::string serial_text(const X509* certificate) {
  const ASN1_INTEGER* serial = X509_get0_serialNumber(certificate);
  if (serial == nullptr) return {};
  const std::string_view bytes = view_of(serial);
  const bool negative = (ASN1_STRING_type(serial) & V_ASN1_NEG) != 0;
  return (negative ? "-" : "") + encode_hex(bytes.substr(0, 64));
}

std::string ip_text(std::string_view bytes) {
  if (bytes.size() != 4) return encode_hex(bytes.substr(0, 16));
  std::string text;
  for (const char byte : bytes) {
    if (!text.empty()) text.push_back('.');
    text += std::to_string(static_cast<std::uint8_t>(byte));
  }
  return text;
}

struct AlternativeNameLists {
  std::vector<std::string> dns;
  std::vector<std::string> emails;
  std::vector<std::string> uris;
  std::vector<std::string> addresses;
};

AlternativeNameLists alternative_names(const X509* certificate) {
  AlternativeNameLists lists;
  const AlternativeNames names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  if (!names) return lists;
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    int type = 0;
    const auto* value = static_cast<const ASN1_STRING*>(
        GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names.get(), i), &type));
    if (type == GEN_DNS) lists.dns.emplace_back(view_of(value));
    if (type == GEN_EMAIL) lists.emails.emplace_back(view_of(value));
    if (type == GEN_URI) lists.uris.emplace_back(view_of(value));
    if (type == GEN_IPADD) lists.addresses.push_back(ip_text(view_of(value)));
  }
  return lists;
}

std::vector<std::string> extended_key_usage(const X509* certificate) {
  std::vector<std::string> uses;
  const ExtendedKeyUsage usage(static_cast<EXTENDED_KEY_USAGE*>(
      X509_get_ext_d2i(certificate, NID_ext_key_usage, nullptr, nullptr)));
  if (!usage) return uses;
  for (int i = 0; i < sk_ASN1_OBJECT_num(usage.get()) && uses.size() < kMaxFactItems; ++i) {
    const ASN1_OBJECT* use = sk_ASN1_OBJECT_value(usage.get(), i);
    std::array<char, 128> oid{};
    const int id = OBJ_obj2nid(use);
    if (id == NID_undef) OBJ_obj2txt(oid.data(), static_cast<int>(oid.size()), use, 1);
    uses.emplace_back(id == NID_undef ? oid.data() : OBJ_nid2sn(id));
  }
  return uses;
}

std::vector<std::string> key_usage(X509* certificate) {
  struct Bit {
    std::uint32_t mask;
    const char* name;
  };
  constexpr auto kBits = std::to_array<Bit>({{KU_DIGITAL_SIGNATURE, "digitalSignature"},
                                             {KU_NON_REPUDIATION, "nonRepudiation"},
                                             {KU_KEY_ENCIPHERMENT, "keyEncipherment"},
                                             {KU_DATA_ENCIPHERMENT, "dataEncipherment"},
                                             {KU_KEY_AGREEMENT, "keyAgreement"},
                                             {KU_KEY_CERT_SIGN, "keyCertSign"},
                                             {KU_CRL_SIGN, "cRLSign"}});
  std::vector<std::string> uses;
  const std::uint32_t usage = X509_get_key_usage(certificate);
  if (usage == UINT32_MAX) return uses;  // the extension is absent
  for (const auto& bit : kBits)
    if ((usage & bit.mask) != 0) uses.emplace_back(bit.name);
  return uses;
}

/// By its names and key identifiers: to check the signature costs more than all the rest.
bool is_self_signed(X509* certificate) { return X509_self_signed(certificate, 0) == 1; }

bool holds(const std::vector<std::string>& items, std::string_view item) {
  return std::ranges::find(items, item) != items.end();
}

std::string_view purpose_of(bool is_ca, const std::vector<std::string>& uses) {
  const bool client = holds(uses, "clientAuth");
  const bool server = holds(uses, "serverAuth");
  if (is_ca) return "ca";
  if (holds(uses, "codeSigning")) return "code signing";
  if (client) return server ? "mTLS" : "client";
  if (server) return "server";
  if (holds(uses, "emailProtection")) return "email";
  return "unknown";
}

void set_names(Finding& finding, X509* certificate) {
  X509_NAME* subject = X509_get_subject_name(certificate);
  set_fact(finding, "subject", name_text(subject));
  set_fact(finding, "issuer", name_text(X509_get_issuer_name(certificate)));
  set_fact(finding, "serial", serial_text(certificate));
  const auto common = name_values(subject, NID_commonName);
  const auto lists = alternative_names(certificate);
  set_list(finding, "dns_names", lists.dns);
  set_list(finding, "emails", lists.emails);
  set_list(finding, "uris", lists.uris);
  set_list(finding, "ip_addresses", lists.addresses);
  if (!lists.dns.empty()) set_fact(finding, "name", lists.dns.front());
  if (!common.empty()) set_fact(finding, "name", common.front());
  const auto spiffe = lists.uris.size() == 1 ? parse_spiffe_id(lists.uris.front()) : std::nullopt;
  if (!spiffe) return;
  set_fact(finding, "spiffe_id", lists.uris.front());
  set_fact(finding, "name", lists.uris.front());
  finding.target = spiffe->trust_domain;
  finding.provider = "SPIFFE";
}

/// Kubernetes reads a client certificate's organisations as groups (Kubernetes, "Authenticating",
/// X.509 client certificates).
bool is_cluster_admin(X509* certificate) {
  return holds(name_values(X509_get_subject_name(certificate), NID_organizationName),
               "system:masters");
}

void set_uses(Finding& finding, X509* certificate) {
  const auto extended = extended_key_usage(certificate);
  const auto usage = key_usage(certificate);
  // The old roots are of version 1, which has no constraints: that they sign themselves is all.
  constexpr int kOldRoot = 3;
  const int authority = X509_check_ca(certificate);
  const bool has_constraint = (X509_get_extension_flags(certificate) & EXFLAG_CA) != 0;
  const bool is_ca = (authority > 0 && has_constraint) || authority == kOldRoot;
  set_list(finding, "key_usage", usage);
  set_list(finding, "extended_key_usage", extended);
  set_flag(finding, "ca", is_ca);
  set_fact(finding, "purpose", purpose_of(is_ca, extended));
  std::vector<std::string> grants = extended;
  grants.insert(grants.end(), usage.begin(), usage.end());
  set_scope(finding, grants, "key usage");
  finding.scope.level = ScopeLevel::unknown;
  if (is_ca)
    set_scope_level(finding, ScopeLevel::mint,
                    has_constraint ? "basic constraints" : "version 1, signed by itself");
  if (is_cluster_admin(certificate))
    set_scope_level(finding, ScopeLevel::admin, "organization system:masters");
}

void set_validity(Finding& finding, const X509* certificate) {
  const auto begins = seconds_of(X509_get0_notBefore(certificate));
  const auto ends = seconds_of(X509_get0_notAfter(certificate));
  if (begins) set_number(finding, "not_before_at", *begins);
  if (ends) set_number(finding, "not_after_at", *ends);
  set_lifetime(finding, begins, ends, "notAfter");
  if (ends == kNoEnd) set_non_expiring(finding, "notAfter 99991231235959Z");
}

/// SHA-256 of the DER.
std::string digest_of(const X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned size = 0;
  if (X509_digest(certificate, EVP_sha256(), out.data(), &size) != 1) return {};
  return {out.begin(), out.begin() + size};
}

void read_certificate(Finding& finding, X509* certificate) {
  set_names(finding, certificate);
  set_uses(finding, certificate);
  set_validity(finding, certificate);
  EVP_PKEY* key = X509_get0_pubkey(certificate);
  if (key != nullptr) set_key_facts(finding, key);
  set_fact(finding, "public_key", public_key_hash(certificate));
  set_flag(finding, "self_signed", is_self_signed(certificate));
  set_fact(finding, "signature_algorithm", OBJ_nid2ln(X509_get_signature_nid(certificate)));
  set_fact(finding, "sha256", encode_hex(digest_of(certificate)));
  mark_structure_ok(finding);
}

/// A request for a certificate (RFC 2986). Its challenge password is a secret, and only its
/// presence is told.
void read_request(Finding& finding, std::string_view der) {
  if (der.size() > kMaxCertificateBytes) return;
  const unsigned char* at = as_uchars(der);
  const SigningRequest request(d2i_X509_REQ(nullptr, &at, static_cast<long>(der.size())));
  if (!request) return;
  set_fact(finding, "subject", name_text(X509_REQ_get_subject_name(request.get())));
  if (EVP_PKEY* key = X509_REQ_get0_pubkey(request.get())) {
    set_key_facts(finding, key);
    set_fact(finding, "public_key", public_key_hash(key));
  }
  set_flag(finding, "challenge_password",
           X509_REQ_get_attr_by_NID(request.get(), NID_pkcs9_challengePassword, -1) >= 0);
  mark_structure_ok(finding);
}

}  // namespace

void read_x509(const Reading& reading) {
  const PemBlock block = block_of(reading.secret);
  const std::string_view der = block.bytes;
  if (block.label.ends_with("CERTIFICATE REQUEST")) {
    read_request(reading.finding, der);
  } else if (const Certificate certificate = load_certificate(der)) {
    read_certificate(reading.finding, certificate.get());
  }
  ERR_clear_error();
}

}  // namespace nhiscan
