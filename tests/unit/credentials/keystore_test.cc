#include <doctest/doctest.h>

#include "base/encoding.h"
#include "make_keys.h"
#include "reading_helpers.h"
#include "wrap/digest.h"

namespace nhiscan {
namespace {

using credentials_test::flag_fact;
using credentials_test::list_fact;
using credentials_test::number_fact;
using credentials_test::read_alone;
using credentials_test::text_fact;

const credentials_test::RuleParts kStoreRule = {.decode = "keystore", .kind = Kind::keystore};

std::string big_endian(std::uint64_t number, int size) {
  std::string bytes;
  for (int i = size - 1; i >= 0; --i)
    bytes.push_back(static_cast<char>((number >> (8 * i)) & 0xFF));
  return bytes;
}

std::string java_text(const std::string& text) { return big_endian(text.size(), 2) + text; }
std::string java_bytes(const std::string& bytes) { return big_endian(bytes.size(), 4) + bytes; }

Certificate certificate_of(EVP_PKEY* key) {
  const std::string pem = credentials_test::certificate_pem(
      key, {.common_name = "upload", .organization = "Acme", .issuer_name = "Acme CA"});
  const OpensslBio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return Certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
}

std::string der_of(X509* certificate) {
  unsigned char* raw = nullptr;
  const int size = i2d_X509(certificate, &raw);
  const OpensslBytes bytes(raw);
  return {reinterpret_cast<const char*>(raw), static_cast<std::size_t>(size)};
}

/// A store of one key named "upload" with its certificate. `password` null: no MAC either.
std::string pkcs12_of(EVP_PKEY* key, const char* password, int mac_rounds = 2048) {
  const Certificate certificate = certificate_of(key);
  const Pkcs12 store(PKCS12_create(password, "upload", key, certificate.get(), nullptr,
                                   password == nullptr ? -1 : NID_aes_256_cbc,
                                   password == nullptr ? -1 : NID_aes_256_cbc, 2048,
                                   password == nullptr ? -1 : mac_rounds, 0));
  REQUIRE(store);
  unsigned char* raw = nullptr;
  const int size = i2d_PKCS12(store.get(), &raw);
  const OpensslBytes bytes(raw);
  return {reinterpret_cast<const char*>(raw), static_cast<std::size_t>(size)};
}

/// A Java keystore with that body, sealed under no password.
std::string java_store(std::uint64_t magic, std::uint64_t count, const std::string& entries) {
  const std::string body = big_endian(magic, 4) + big_endian(2, 4) + big_endian(count, 4) + entries;
  return body + sha1("Mighty Aphrodite" + body);
}

std::string java_key_entry(const std::string& alias, X509* certificate) {
  return big_endian(1, 4) + java_text(alias) + big_endian(1735689600123, 8) +
         java_bytes(std::string(40, '\1')) + big_endian(1, 4) + java_text("X.509") +
         java_bytes(der_of(certificate));
}

TEST_CASE("read keystore: PKCS#12 under a password says little, under the empty one all") {
  const auto key = credentials_test::make_ec_key();
  const Finding closed = read_alone(kStoreRule, pkcs12_of(key.get(), "s3cret"));
  CHECK(text_fact(closed, "format") == "PKCS#12");
  CHECK(flag_fact(closed, "mac"));
  CHECK(number_fact(closed, "mac_iterations") == 2048);
  CHECK(number_fact(closed, "private_keys") == 1);
  CHECK(list_fact(closed, "aliases") == std::vector<std::string>{"upload"});
  CHECK(text_fact(closed, "subject") == "(none)");
  CHECK_FALSE(flag_fact(closed, "empty_password"));
  CHECK(closed.storage == Storage::encrypted);
  CHECK(closed.validity == Validity::structure_ok);

  const Finding open = read_alone(kStoreRule, pkcs12_of(key.get(), ""));
  CHECK(flag_fact(open, "empty_password"));
  CHECK(open.storage == Storage::plaintext);
  CHECK(text_fact(open, "subject") == "CN=upload,O=Acme");
  CHECK(text_fact(open, "issuer") == "CN=Acme CA");
  CHECK(open.lifetime.expires == 1767225600);
  const Finding of_key =
      read_alone({.decode = "private-key"}, credentials_test::private_key_pem(key.get()));
  CHECK(text_fact(open, "public_key") == text_fact(of_key, "public_key"));
}

TEST_CASE("read keystore: PKCS#12 without a MAC is open where its keys are") {
  const auto key = credentials_test::make_ec_key();
  const Finding finding = read_alone(kStoreRule, pkcs12_of(key.get(), nullptr));
  CHECK_FALSE(flag_fact(finding, "mac"));
  CHECK(finding.storage == Storage::plaintext);
  CHECK(text_fact(finding, "subject") == "CN=upload,O=Acme");
}

TEST_CASE("read keystore: base64, wrapped or escaped, is the same store") {
  const auto key = credentials_test::make_ec_key();
  const std::string bytes = pkcs12_of(key.get(), "s3cret");
  const std::string encoded = encode_base64(bytes);
  std::string wrapped;
  for (std::size_t i = 0; i < encoded.size(); i += 64)
    wrapped += encoded.substr(i, 64) + "\\n";
  for (const std::string& form : {encoded, wrapped}) {
    const Finding finding = read_alone(kStoreRule, form);
    CHECK(text_fact(finding, "format") == "PKCS#12");
    CHECK(finding.validity == Validity::structure_ok);
  }
}

TEST_CASE("read keystore: an absurd number of rounds is told, and not worked through") {
  const auto key = credentials_test::make_ec_key();
  std::string bytes = pkcs12_of(key.get(), "", 70000);
  const std::string rounds("\x02\x03\x01\x11\x70", 5);
  const auto at = bytes.rfind(rounds);
  REQUIRE(at != std::string::npos);
  bytes.replace(at, 5, std::string("\x02\x03\x7F\xFF\xFF", 5));  // 8.4 million: not computed
  const Finding slow = read_alone(kStoreRule, bytes);
  CHECK(number_fact(slow, "mac_iterations") == 0x7FFFFF);
  CHECK_FALSE(flag_fact(slow, "empty_password"));
  CHECK(slow.validity == Validity::structure_ok);
  bytes.replace(at, 5, std::string("\x02\x03\x80\x00\x01", 5));  // negative
  const Finding absurd = read_alone(kStoreRule, bytes);
  CHECK(text_fact(absurd, "structure") == "absurd iteration count");
  CHECK(absurd.validity == Validity::unknown);
}

TEST_CASE("read keystore: a Java keystore's entries are read without its password") {
  const auto key = credentials_test::make_ec_key();
  const Certificate certificate = certificate_of(key.get());
  const Certificate root = certificate_of(credentials_test::make_ec_key().get());
  std::string bytes = java_store(
      0xFEEDFEED, 2,
      big_endian(2, 4) + java_text("root") + big_endian(1735689600000, 8) + java_text("X.509") +
          java_bytes(der_of(root.get())) + java_key_entry("upload", certificate.get()));
  const Finding open = read_alone(kStoreRule, bytes);
  CHECK(text_fact(open, "format") == "JKS");
  CHECK(number_fact(open, "entry_count") == 2);
  CHECK(list_fact(open, "aliases") == std::vector<std::string>{"root", "upload"});
  CHECK(list_fact(open, "entries").back() ==
        "upload: private key, created 2025-01-01, CN=upload,O=Acme, by CN=Acme CA, until "
        "2026-01-01");
  CHECK(list_fact(open, "certificates").size() == 2);
  CHECK(
      text_fact(open, "public_key") ==
      text_fact(read_alone({.decode = "private-key"}, credentials_test::private_key_pem(key.get())),
                "public_key"));
  CHECK(flag_fact(open, "empty_password"));
  CHECK(number_fact(open, "key_created_at") == 1735689600);
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  const Finding closed = read_alone(kStoreRule, bytes);
  CHECK_FALSE(flag_fact(closed, "empty_password"));
  CHECK(closed.storage == Storage::encrypted);
  CHECK(closed.validity == Validity::structure_ok);
}

TEST_CASE("read keystore: the password of Java's manuals is as good as none") {
  const std::string body = big_endian(0xFEEDFEED, 4) + big_endian(2, 4) + big_endian(0, 4);
  const auto digest = decode_hex(std::string("e2686e45fb43dfa4d992") + "dd41ceb6b21c6330d792");
  REQUIRE(digest);
  const Finding finding = read_alone(kStoreRule, body + *digest);
  CHECK(flag_fact(finding, "default_password"));
  CHECK_FALSE(flag_fact(finding, "empty_password"));
  CHECK_FALSE(flag_fact(finding, "encrypted"));
  CHECK(finding.storage == Storage::plaintext);
  CHECK(finding.validity == Validity::structure_ok);
}

TEST_CASE("read keystore: JCEKS is read up to its first secret key") {
  const auto key = credentials_test::make_ec_key();
  const Certificate certificate = certificate_of(key.get());
  const Finding finding =
      read_alone(kStoreRule, java_store(0xCECECECE, 2,
                                        java_key_entry("rel", certificate.get()) +
                                            big_endian(3, 4) + java_text("hmac") +
                                            big_endian(1735689600000, 8) + std::string(99, 'x')));
  CHECK(text_fact(finding, "format") == "JCEKS");
  CHECK(number_fact(finding, "secret_keys") == 1);
  CHECK(list_fact(finding, "aliases") == std::vector<std::string>{"rel", "hmac"});
}

TEST_CASE("read keystore: cut off, bloated and foreign bytes do no harm") {
  const auto key = credentials_test::make_ec_key();
  const Certificate certificate = certificate_of(key.get());
  const std::string java = java_store(0xFEEDFEED, 1, java_key_entry("a", certificate.get()));
  const std::string pkcs12 = pkcs12_of(key.get(), "");
  for (const std::string& whole : {java, pkcs12})
    for (std::size_t size = 0; size < whole.size(); size += 7)
      CHECK(read_alone(kStoreRule, whole.substr(0, size)).validity != Validity::checksum_ok);
  const std::string claims_much = big_endian(0xFEEDFEED, 4) + big_endian(2, 4) +
                                  big_endian(0xFFFFFFFF, 4) + std::string(64, '\xFF');
  CHECK(read_alone(kStoreRule, claims_much).validity == Validity::unknown);
  CHECK(read_alone(kStoreRule, "not base64!").decoded.empty());
  CHECK(read_alone(kStoreRule, "").decoded.empty());
}

}  // namespace
}  // namespace nhiscan
