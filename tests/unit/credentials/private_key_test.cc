#include <doctest/doctest.h>

#include "base/text.h"
#include "credentials/ssh_key.h"
#include "make_keys.h"
#include "reading_helpers.h"
#include "wrap/digest.h"

namespace nhiscan {
namespace {

using credentials_test::flag_fact;
using credentials_test::KeyForm;
using credentials_test::number_fact;
using credentials_test::private_key_pem;
using credentials_test::read_alone;
using credentials_test::text_fact;

const credentials_test::RuleParts kKeyRule = {.decode = "private-key", .kind = Kind::private_key};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

TEST_CASE("read private-key: names algorithm and size") {
  const Finding rsa = read_alone(kKeyRule, private_key_pem(credentials_test::make_rsa_key().get()));
  CHECK(text_fact(rsa, "key_algorithm") == "RSA");
  CHECK(number_fact(rsa, "key_bits") == 2048);
  CHECK(rsa.validity == Validity::structure_ok);
  CHECK(rsa.storage == Storage::plaintext);
  const Finding ec = read_alone(
      kKeyRule, private_key_pem(credentials_test::make_ec_key().get(), KeyForm::traditional));
  CHECK(text_fact(ec, "format") == "EC PRIVATE KEY");
  CHECK(text_fact(ec, "curve") == "prime256v1");
}

TEST_CASE("read private-key: reads PEM however a file quotes it") {
  const auto key = credentials_test::make_ec_key();
  const std::string pem = private_key_pem(key.get());
  const std::string expected = text_fact(read_alone(kKeyRule, pem), "public_key");
  REQUIRE(expected.size() == 64);
  const auto forms = std::to_array<std::string>({
      replaced(pem, "\n", "\r\n"),
      replaced(pem, "\n", "\\n"),
      replaced(pem, "\n", "\\\\n"),
      replaced(pem, "\n", "\\r\\n"),
      replaced(pem, "\n", "\n    "),
      replaced(pem, "\n", "\n# "),
      replaced(pem, "\n", "\n * "),
      replaced(pem, "\n", "\n// "),
      replaced(pem, "\n", "\n+"),
      replaced(pem, "\n", " "),
      replaced(pem, "\n", "\\n\" +\n    \""),
      replaced(pem, "\n", "\\n' .\n '"),
      replaced(pem, "\n", "\\n\\\n"),
      replaced(pem, "\n", "\",\n\""),
      replaced(replaced(pem, "/", "\\/"), "+", "\\u002b"),
      encode_base64(pem),
  });
  for (const auto& form : forms) {
    CAPTURE(form);
    CHECK(text_fact(read_alone(kKeyRule, form), "public_key") == expected);
  }
}

TEST_CASE("read private-key: says that a key is sealed, and how") {
  const auto key = credentials_test::make_rsa_key();
  const Finding modern =
      read_alone(kKeyRule, private_key_pem(key.get(), KeyForm::pkcs8, "placeholder"));
  CHECK(flag_fact(modern, "encrypted"));
  CHECK(text_fact(modern, "cipher") == "AES-256-CBC");
  CHECK(text_fact(modern, "kdf") == "PBKDF2");
  CHECK(modern.storage == Storage::encrypted);
  const Finding older =
      read_alone(kKeyRule, private_key_pem(key.get(), KeyForm::traditional, "placeholder"));
  CHECK(flag_fact(older, "encrypted"));
  CHECK(text_fact(older, "cipher") == "AES-256-CBC");
  CHECK(older.storage == Storage::encrypted);
  CHECK(text_fact(older, "public_key") == "(none)");
}

std::string ssh_string(const std::string& bytes) {
  const std::size_t size = bytes.size();
  return std::string(2, '\0') + static_cast<char>(size >> 8) + static_cast<char>(size & 0xFF) +
         bytes;
}

std::string ed25519_blob(EVP_PKEY* key) {
  std::string raw(32, '\0');
  std::size_t size = raw.size();
  EVP_PKEY_get_raw_public_key(key, reinterpret_cast<unsigned char*>(raw.data()), &size);
  return ssh_string("ssh-ed25519") + ssh_string(raw);
}

std::string openssh_pem(const std::string& cipher, const std::string& blob) {
  const std::string section = std::string("\1\2\3\4\1\2\3\4") + blob +
                              ssh_string(std::string(64, 'x')) + ssh_string("ops@acme.test") +
                              "\1\2\3";
  const std::string bytes = std::string("openssh-key-v1") + '\0' + ssh_string(cipher) +
                            ssh_string(cipher == "none" ? "none" : "bcrypt") + ssh_string("") +
                            std::string("\0\0\0\1", 4) + ssh_string(blob) + ssh_string(section);
  return std::string("-----BEGIN OPENSSH ") + "PRIVATE KEY-----\n" + encode_base64(bytes) +
         "\n-----END OPENSSH " + "PRIVATE KEY-----\n";
}

TEST_CASE("read private-key: reads OpenSSH keys, open and sealed") {
  const auto key = credentials_test::make_ed25519_key();
  const std::string expected =
      text_fact(read_alone(kKeyRule, private_key_pem(key.get())), "public_key");
  const std::string blob = ed25519_blob(key.get());
  const Finding open = read_alone(kKeyRule, openssh_pem("none", blob));
  CHECK_FALSE(flag_fact(open, "encrypted"));
  CHECK(text_fact(open, "key_algorithm") == "ssh-ed25519");
  CHECK(text_fact(open, "comment") == "ops@acme.test");
  CHECK(text_fact(open, "public_key") == expected);
  CHECK(text_fact(open, "fingerprint").starts_with("SHA256:"));
  CHECK(text_fact(open, "fingerprint").size() == 50);
  CHECK(open.validity == Validity::structure_ok);
  const Finding sealed = read_alone(kKeyRule, openssh_pem("aes256-ctr", blob));
  CHECK(flag_fact(sealed, "encrypted"));
  CHECK(text_fact(sealed, "kdf") == "bcrypt");
  CHECK(text_fact(sealed, "comment") == "(none)");
  CHECK(text_fact(sealed, "public_key") == expected);
  CHECK(sealed.storage == Storage::encrypted);
}

TEST_CASE(
    "set_ssh_key_facts: RSA and ECDSA blobs give the hash of the key's SubjectPublicKeyInfo") {
  const auto rsa = credentials_test::make_rsa_key();
  BIGNUM* modulus = nullptr;
  EVP_PKEY_get_bn_param(rsa.get(), "n", &modulus);
  std::string number(static_cast<std::size_t>(BN_num_bytes(modulus)), '\0');
  BN_bn2bin(modulus, reinterpret_cast<unsigned char*>(number.data()));
  BN_free(modulus);
  Finding finding;
  set_ssh_key_facts(finding, ssh_string("ssh-rsa") +
                                 ssh_string("\1" + std::string(1, '\0') + "\1") +
                                 ssh_string(std::string(1, '\0') + number));
  CHECK(text_fact(finding, "public_key") ==
        text_fact(read_alone(kKeyRule, private_key_pem(rsa.get())), "public_key"));
  CHECK(number_fact(finding, "key_bits") == 2048);

  const auto ec = credentials_test::make_ec_key();
  std::string point(65, '\0');
  std::size_t size = 0;
  EVP_PKEY_get_octet_string_param(ec.get(), "encoded-pub-key",
                                  reinterpret_cast<unsigned char*>(point.data()), point.size(),
                                  &size);
  Finding other;
  set_ssh_key_facts(other,
                    ssh_string("ecdsa-sha2-nistp256") + ssh_string("nistp256") + ssh_string(point));
  CHECK(text_fact(other, "public_key") ==
        text_fact(read_alone(kKeyRule, private_key_pem(ec.get())), "public_key"));
}

std::string ppk(const std::string& version, const std::string& encryption, const std::string& mac) {
  const std::string zero = encode_base64(std::string(4, '\0'));
  return "PuTTY-User-Key-File-" + version + ": ssh-ed25519\nEncryption: " + encryption +
         "\nComment: demo\nPublic-Lines: 1\n" + zero + "\nPrivate-Lines: 1\n" + zero +
         "\nPrivate-MAC: " + mac + "\n";
}

TEST_CASE("read private-key: reads PuTTY files and checks the MAC of open ones") {
  const std::string mac = std::string("75f607e6b41c62b66f53") + "77f664733612539a2e11";
  const Finding open = read_alone(kKeyRule, ppk("2", "none", mac));
  CHECK(text_fact(open, "key_algorithm") == "ssh-ed25519");
  CHECK(text_fact(open, "comment") == "demo");
  CHECK_FALSE(flag_fact(open, "encrypted"));
  CHECK(open.validity == Validity::checksum_ok);
  CHECK(read_alone(kKeyRule, replaced(ppk("2", "none", mac), "\n", "\r\n")).validity ==
        Validity::checksum_ok);
  CHECK(read_alone(kKeyRule, ppk("2", "none", "00")).validity == Validity::structure_ok);
  const Finding sealed = read_alone(kKeyRule, ppk("3", "aes256-cbc", "00"));
  CHECK(flag_fact(sealed, "encrypted"));
  CHECK(sealed.storage == Storage::encrypted);
}

TEST_CASE("read private-key: leaves garbage and oversized keys alone") {
  const std::string begin = std::string("-----BEGIN RSA ") + "PRIVATE KEY-----\n";
  const std::string end = std::string("\n-----END RSA ") + "PRIVATE KEY-----";
  for (const std::string& odd :
       {std::string(), begin, begin + "!!!!" + end, begin + std::string(200000, 'A') + end,
        std::string(300000, 'A'), std::string("openssh-key-v1\0\xff\xff\xff\xff", 19)}) {
    const Finding finding = read_alone(kKeyRule, odd);
    CHECK(finding.validity == Validity::unknown);
    CHECK(text_fact(finding, "public_key") == "(none)");
  }
}

}  // namespace
}  // namespace nhiscan
