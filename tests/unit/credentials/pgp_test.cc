#include <doctest/doctest.h>

#include "reading_helpers.h"

namespace nhiscan {
namespace {

using credentials_test::flag_fact;
using credentials_test::kNow;
using credentials_test::number_fact;
using credentials_test::read_alone;
using credentials_test::text_fact;

const credentials_test::RuleParts kPgpRule = {.decode = "pgp", .kind = Kind::pgp_key};
constexpr std::int64_t kCreated = 1700000000;

std::string number(std::uint64_t value, int bytes) {
  std::string out;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
    out.push_back(static_cast<char>((value >> shift) & 0xFF));
  return out;
}

std::string packet(int tag, const std::string& body) {
  return number(0xC0U | static_cast<unsigned>(tag), 1) + number(0xFF, 1) + number(body.size(), 4) +
         body;
}

/// A version 4 RSA secret key packet with numbers of 16 bits.
std::string key_packet(int usage) {
  return packet(5, number(4, 1) + number(kCreated, 4) + number(1, 1) + number(16, 2) + "\xC1\xC1" +
                       number(16, 2) + "\xC0\x01" + number(static_cast<unsigned>(usage), 1) +
                       "secret");
}

std::string self_signature(std::int64_t life) {
  const std::string hashed =
      number(5, 1) + number(9, 1) + number(static_cast<std::uint64_t>(life), 4);
  return packet(2, number(4, 1) + number(0x13, 1) + number(0x0108, 2) + number(hashed.size(), 2) +
                       hashed + number(0, 2));
}

std::string armored(const std::string& bytes, const std::string& checksum = {}) {
  return std::string("-----BEGIN PGP ") + "PRIVATE KEY BLOCK-----\nVersion: test\n\n" +
         encode_base64(bytes) + "\n" + checksum + "-----END PGP " + "PRIVATE KEY BLOCK-----\n";
}

TEST_CASE("read pgp: says who, when, which algorithm, and whether a passphrase protects it") {
  const std::string user = packet(13, "Ops Team <ops@acme.test>");
  const Finding finding =
      read_alone(kPgpRule, armored(key_packet(0) + user + self_signature(86400 * 1000)));
  CHECK(text_fact(finding, "key_algorithm") == "RSA");
  CHECK(text_fact(finding, "name") == "Ops Team <ops@acme.test>");
  CHECK(text_fact(finding, "email") == "ops@acme.test");
  CHECK(text_fact(finding, "fingerprint").size() == 40);
  CHECK_FALSE(flag_fact(finding, "encrypted"));
  CHECK(finding.lifetime.issued == kCreated);
  CHECK(finding.lifetime.expires == kCreated + 86400 * 1000);
  CHECK(finding.lifetime.lifetime_class == LifetimeClass::long_lived);
  CHECK(finding.validity == Validity::structure_ok);
}

TEST_CASE("read pgp: a sealed key, an endless one and an expired one") {
  const Finding sealed = read_alone(kPgpRule, armored(key_packet(254) + self_signature(0)));
  CHECK(flag_fact(sealed, "encrypted"));
  CHECK(sealed.storage == Storage::encrypted);
  CHECK(sealed.lifetime.lifetime_class == LifetimeClass::non_expiring);
  const Finding expired =
      read_alone(kPgpRule, armored(key_packet(0) + self_signature(kNow - kCreated - 1)));
  CHECK(expired.lifetime.lifetime_class == LifetimeClass::expired);
}

TEST_CASE("read pgp: checks the armour's CRC-24") {
  // CRC-24 of "123456789" is 0x21CF02.
  CHECK(read_alone(kPgpRule, armored("123456789", "=Ic8C\n")).validity == Validity::checksum_ok);
  CHECK(read_alone(kPgpRule, armored("123456780", "=Ic8C\n")).validity == Validity::checksum_bad);
}

TEST_CASE("read pgp: broken packets end the reading") {
  for (const std::string& bytes :
       {std::string("\xFF\xFF\xFF\xFF\xFF"), std::string("\xC5\xFF\xFF\xFF\xFF\xFF"),
        packet(5, "\4"), packet(2, "\4\x13"), std::string(5000, '\xCD'), std::string(5000, '\xB4')})
    CHECK(read_alone(kPgpRule, armored(bytes)).lifetime.expires == std::nullopt);
}

TEST_CASE("read pgp: the armour's checksum is CRC-24") {
  // The check value of the algorithm's catalogue is that of these nine bytes.
  const std::string bytes = "123456789";
  CHECK(read_alone(kPgpRule, armored(bytes, "=Ic8C\n")).validity == Validity::checksum_ok);
  CHECK(read_alone(kPgpRule, armored(bytes, "=Ic8D\n")).validity == Validity::checksum_bad);
  CHECK(read_alone(kPgpRule, armored(bytes)).validity == Validity::unknown);
}

}  // namespace
}  // namespace nhiscan
