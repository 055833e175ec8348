// Keystores: PKCS#12 (RFC 7292) by OpenSSL, and Java's own JKS and JCEKS (OpenJDK, JavaKeyStore).
// Read is what stands there without a password, and what opens with the empty one, or with
// the one that Java's manuals give a keystore. No other is tried, and none where it would cost more
// than `kMostIterations` rounds.

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "base/time.h"
#include "credentials/byte_reader.h"
#include "credentials/certificate.h"
#include "credentials/pem.h"
#include "credentials/readers.h"
#include "wrap/openssl.h"

namespace nhiscan {
namespace {

constexpr std::size_t kMaxKeystoreBytes = std::size_t{4} << 20;
constexpr std::size_t kMostEntries = 1000;
// About a third of a second. A keystore asks for a few thousand to half a million.
constexpr std::int64_t kMostIterations = 1'000'000;
// More is a trap for whoever tries a password: such a keystore isn't believed.
constexpr std::int64_t kAbsurdIterations = 10'000'000;

std::string keystore_bytes(std::string_view secret) {
  secret = secret.substr(0, 2 * kMaxKeystoreBytes);
  const bool is_der = secret.size() > 1 && secret[0] == '0' && (secret[1] & 0x80) != 0;
  if (is_der || secret.starts_with("\xFE\xED\xFE\xED") || secret.starts_with("\xCE\xCE\xCE\xCE"))
    return std::string(secret);
  return decode_base64(plain_lines(secret), Whitespace::skip).value_or(std::string());
}

/// What a keystore holds, as facts tell it.
struct Contents {
  std::vector<std::string> entries;
  std::vector<std::string> aliases;
  std::vector<std::string> certificates;
  std::optional<CertificateSummary> first;  // certificate, of the first key where there is one
  bool first_is_keys = false;
  std::optional<std::int64_t> created;  // the first of the keys
  std::int64_t keys = 0;
  std::int64_t secret_keys = 0;
  bool has_open_keys = false;  // a private key that no password seals
};

/// Whose a certificate is: a private key's own comes before one that is only trusted.
enum class Holder : std::uint8_t { key, nobody };

void add_certificate(Contents& contents, X509* certificate, Holder holder) {
  if (certificate == nullptr || contents.certificates.size() >= kMostEntries) return;
  CertificateSummary summary = summary_of(certificate);
  contents.certificates.push_back(text_of(summary));
  const bool comes_first = !contents.first || (holder == Holder::key && !contents.first_is_keys);
  if (!comes_first) return;
  contents.first = std::move(summary);
  contents.first_is_keys = holder == Holder::key;
}

void set_contents(Finding& finding, const Contents& contents) {
  set_list(finding, "aliases", contents.aliases);
  set_list(finding, "entries", contents.entries);
  set_list(finding, "certificates", contents.certificates);
  set_number(finding, "private_keys", contents.keys);
  if (contents.secret_keys > 0) set_number(finding, "secret_keys", contents.secret_keys);
  if (contents.created) set_number(finding, "key_created_at", *contents.created);
  if (!contents.first) return;
  const CertificateSummary& first = *contents.first;
  set_fact(finding, "subject", first.subject);
  set_fact(finding, "issuer", first.issuer);
  set_fact(finding, "public_key", first.public_key);
  set_lifetime(finding, first.not_before, first.not_after, "notAfter of its certificate");
}

void set_password_facts(Finding& finding, bool opens_without) {
  set_flag(finding, "empty_password", opens_without);
  set_flag(finding, "encrypted", !opens_without);
  finding.storage = opens_without ? Storage::plaintext : Storage::encrypted;
}

// --- PKCS#12

/// The rounds that a sealed part asks for; nothing where its scheme isn't known, or isn't counted
/// in rounds.
std::optional<std::int64_t> iterations_of(const X509_ALGOR* algorithm) {
  const ASN1_OBJECT* id = nullptr;
  int type = 0;
  const void* parameter = nullptr;
  X509_ALGOR_get0(&id, &type, &parameter, algorithm);
  if (type != V_ASN1_SEQUENCE) return std::nullopt;
  const auto* sequence = static_cast<const ASN1_STRING*>(parameter);
  std::int64_t rounds = 0;
  if (OBJ_obj2nid(id) != NID_pbes2) {
    const PasswordScheme scheme(
        static_cast<PBEPARAM*>(ASN1_item_unpack(sequence, ASN1_ITEM_rptr(PBEPARAM))));
    if (!scheme || ASN1_INTEGER_get_int64(&rounds, scheme->iter) != 1) return std::nullopt;
    return rounds;
  }
  const Pbes2 pbes2(static_cast<PBE2PARAM*>(ASN1_item_unpack(sequence, ASN1_ITEM_rptr(PBE2PARAM))));
  if (!pbes2 || OBJ_obj2nid(pbes2->keyfunc->algorithm) != NID_id_pbkdf2 ||
      pbes2->keyfunc->parameter == nullptr || pbes2->keyfunc->parameter->type != V_ASN1_SEQUENCE)
    return std::nullopt;
  const Pbkdf2 pbkdf2(static_cast<PBKDF2PARAM*>(
      ASN1_item_unpack(pbes2->keyfunc->parameter->value.sequence, ASN1_ITEM_rptr(PBKDF2PARAM))));
  if (!pbkdf2 || ASN1_INTEGER_get_int64(&rounds, pbkdf2->iter) != 1) return std::nullopt;
  return rounds;
}

/// Whether a sealed part may be opened; its rounds then come off what is `left` for the keystore.
bool spend(const X509_ALGOR* algorithm, std::int64_t& left) {
  const auto rounds = iterations_of(algorithm);
  if (!rounds || *rounds < 1 || *rounds > left) return false;
  left -= *rounds;
  return true;
}

void add_bag(Contents& contents, PKCS12_SAFEBAG* bag, int depth);

void add_bags(Contents& contents, const STACK_OF(PKCS12_SAFEBAG) * bags, int depth) {
  constexpr int kMaxBagDepth = 4;
  if (depth > kMaxBagDepth) return;
  for (int i = 0; i < sk_PKCS12_SAFEBAG_num(bags) && contents.entries.size() < kMostEntries; ++i)
    add_bag(contents, sk_PKCS12_SAFEBAG_value(bags, i), depth);
}

void add_bag(Contents& contents, PKCS12_SAFEBAG* bag, int depth) {
  const int type = PKCS12_SAFEBAG_get_nid(bag);
  if (type == NID_safeContentsBag)
    return add_bags(contents, PKCS12_SAFEBAG_get0_safes(bag), depth + 1);
  const OpensslText name(PKCS12_get_friendlyname(bag));
  const std::string alias = name ? std::string(name.get()) : std::string();
  if (!alias.empty() && std::ranges::find(contents.aliases, alias) == contents.aliases.end())
    contents.aliases.push_back(alias);
  const bool is_open = type == NID_keyBag;
  if (is_open || type == NID_pkcs8ShroudedKeyBag) {
    ++contents.keys;
    contents.has_open_keys = contents.has_open_keys || is_open;
    contents.entries.push_back((alias.empty() ? "" : alias + ": ") + "private key");
  } else if (type == NID_secretBag) {
    ++contents.secret_keys;
  } else if (type == NID_certBag && PKCS12_SAFEBAG_get_bag_nid(bag) == NID_x509Certificate) {
    const Certificate certificate(PKCS12_SAFEBAG_get1_cert(bag));
    add_certificate(contents, certificate.get(), Holder::nobody);
  }
}

/// The safes that stand there open, and with `opens_without` those that the empty password opens.
Contents contents_of(const PKCS12* store, bool opens_without) {
  Contents contents;
  std::int64_t rounds_left = kMostIterations;
  const AuthenticatedSafes safes(PKCS12_unpack_authsafes(store));
  for (int i = 0; safes && i < sk_PKCS7_num(safes.get()); ++i) {
    PKCS7* safe = sk_PKCS7_value(safes.get(), i);
    SafeBags bags;
    if (PKCS7_type_is_data(safe)) {
      bags.reset(PKCS12_unpack_p7data(safe));
    } else if (opens_without && PKCS7_type_is_encrypted(safe) && safe->d.encrypted != nullptr &&
               spend(safe->d.encrypted->enc_data->algorithm, rounds_left)) {
      bags.reset(PKCS12_unpack_p7encdata(safe, "", 0));
    }
    if (bags) add_bags(contents, bags.get(), 0);
  }
  return contents;
}

/// Whether the MAC holds under the empty password, in either way of writing that.
bool mac_opens_without(PKCS12* store, std::int64_t rounds) {
  if (rounds < 1 || rounds > kMostIterations) return false;
  return PKCS12_verify_mac(store, "", 0) == 1 || PKCS12_verify_mac(store, nullptr, 0) == 1;
}

bool read_pkcs12(Finding& finding, std::string_view bytes) {
  const unsigned char* at = as_uchars(bytes);
  const Pkcs12 store(d2i_PKCS12(nullptr, &at, static_cast<long>(bytes.size())));
  if (!store) return false;
  set_fact(finding, "format", "PKCS#12");
  const ASN1_INTEGER* count = nullptr;
  const X509_ALGOR* algorithm = nullptr;
  PKCS12_get0_mac(nullptr, &algorithm, nullptr, &count, store.get());
  const bool has_mac = PKCS12_mac_present(store.get()) == 1;
  set_flag(finding, "mac", has_mac);
  std::int64_t rounds = 1;
  if (has_mac && count != nullptr && ASN1_INTEGER_get_int64(&rounds, count) != 1)
    rounds = kAbsurdIterations + 1;
  if (has_mac) {
    const ASN1_OBJECT* digest_id = nullptr;
    if (algorithm != nullptr) X509_ALGOR_get0(&digest_id, nullptr, nullptr, algorithm);
    if (digest_id != nullptr) set_fact(finding, "mac_digest", OBJ_nid2sn(OBJ_obj2nid(digest_id)));
    set_number(finding, "mac_iterations", rounds);
  }
  if (rounds < 1 || rounds > kAbsurdIterations) {
    set_fact(finding, "structure", "absurd iteration count");
    return false;
  }
  const bool opens_without = !has_mac || mac_opens_without(store.get(), rounds);
  const Contents contents = contents_of(store.get(), opens_without);
  set_contents(finding, contents);
  set_password_facts(finding, (has_mac && opens_without) || contents.has_open_keys);
  return true;
}

// --- JKS and JCEKS

std::string_view java_text(ByteReader& reader) {
  const auto size = reader.number(2);
  return size ? reader.bytes(*size).value_or(std::string_view()) : std::string_view();
}

/// False where the store ends in the middle of it.
bool read_java_certificate(ByteReader& reader, std::uint64_t version, Holder holder,
                           Contents& contents, std::string& subject) {
  if (version == 2) java_text(reader);  // "X.509"
  const auto der = reader.string();
  if (!der) return false;
  const Certificate certificate = load_certificate(*der);
  if (subject.empty() && certificate) subject = text_of(summary_of(certificate.get()));
  add_certificate(contents, certificate.get(), holder);
  return true;
}

bool read_java_chain(ByteReader& reader, std::uint64_t version, Contents& contents,
                     std::string& subject) {
  const auto sealed_key = reader.string();
  const auto count = reader.number(4);
  if (!sealed_key || !count || *count > kMostEntries) return false;
  for (std::uint64_t i = 0; i < *count; ++i)
    if (!read_java_certificate(reader, version, Holder::key, contents, subject)) return false;
  return true;
}

/// One entry; false where the store ends, or goes on in a way that can't be passed over.
bool read_java_entry(ByteReader& reader, std::uint64_t version, Contents& contents) {
  const auto tag = reader.number(4);
  const std::string alias(java_text(reader));
  const auto milliseconds = reader.number(8);
  if (!tag || !milliseconds) return false;
  const auto created = static_cast<std::int64_t>(*milliseconds / 1000);
  std::string subject;
  bool whole = false;
  std::string what = "secret key";
  if (*tag == 1) {
    what = "private key";
    ++contents.keys;
    if (!contents.created && is_plausible_time(created)) contents.created = created;
    whole = read_java_chain(reader, version, contents, subject);
  } else if (*tag == 2) {
    what = "certificate";
    whole = read_java_certificate(reader, version, Holder::nobody, contents, subject);
  } else if (*tag == 3) {
    ++contents.secret_keys;  // a serialised Java object, whose size isn't written anywhere
  } else {
    return false;
  }
  contents.aliases.push_back(alias);
  contents.entries.push_back(alias + ": " + what + ", created " + format_date(created) +
                             (subject.empty() ? "" : ", " + subject));
  return whole;
}

/// The store's digest covers the password in UTF-16 (OpenJDK, JavaKeyStore.getPreKeyedHash).
bool java_opens_with(std::string_view bytes, std::string_view password) {
  if (bytes.size() < 20) return false;
  const std::string_view body = bytes.substr(0, bytes.size() - 20);
  std::string covered;
  for (const char c : password)
    covered += {'\0', c};
  covered.append("Mighty Aphrodite").append(body);
  return sha1(covered) == bytes.substr(body.size());
}

bool read_java_keystore(Finding& finding, std::string_view bytes) {
  ByteReader reader(bytes);
  const auto magic = reader.number(4);
  const auto version = reader.number(4);
  const auto count = reader.number(4);
  if (!count || (*magic != 0xFEEDFEED && *magic != 0xCECECECE) || *version < 1 || *version > 2)
    return false;
  set_fact(finding, "format", *magic == 0xFEEDFEED ? "JKS" : "JCEKS");
  set_number(finding, "version", static_cast<std::int64_t>(*version));
  set_number(finding, "entry_count", static_cast<std::int64_t>(*count));
  Contents contents;
  std::uint64_t read = 0;
  while (read < std::min<std::uint64_t>(*count, kMostEntries) &&
         read_java_entry(reader, *version, contents))
    ++read;
  set_contents(finding, contents);
  const bool has_default = java_opens_with(bytes, "changeit");
  set_password_facts(finding, java_opens_with(bytes, "") || has_default);
  if (has_default) set_flag(finding, "empty_password", false);
  if (has_default) set_flag(finding, "default_password", true);
  return read > 0 || *count == 0 || contents.secret_keys > 0;
}

}  // namespace

void read_keystore(const Reading& reading) {
  const std::string bytes = keystore_bytes(reading.secret);
  if (bytes.empty() || bytes.size() > kMaxKeystoreBytes) return;
  if (read_java_keystore(reading.finding, bytes) || read_pkcs12(reading.finding, bytes))
    mark_structure_ok(reading.finding);
  ERR_clear_error();
}

}  // namespace nhiscan
