#include <doctest/doctest.h>

#include "base/encoding.h"
#include "base/time.h"
#include "make_keys.h"
#include "reading_helpers.h"
#include "wrap/digest.h"

namespace nhiscan {
namespace {

using credentials_test::flag_fact;
using credentials_test::list_fact;
using credentials_test::number_fact;
using credentials_test::read_alone;
using credentials_test::read_between;
using credentials_test::text_fact;

std::string times(char c, std::size_t count) { return std::string(count, c); }

TEST_CASE("read jwt: behind a prefix that holds a header's letters, and before what follows") {
  const std::string token = credentials_test::jwt_of(R"({"iss":"acme","exp":1749999999})");
  for (const std::string& secret :
       {"key-" + token, "hf_oauth_" + token, "wrkaeyeu-" + token, token + " trailing"}) {
    CAPTURE(secret);
    const Finding finding = read_alone({.decode = "jwt"}, secret);
    CHECK(text_fact(finding, "issuer") == "acme");
    CHECK(finding.validity == Validity::expired);
  }
}

TEST_CASE("read jwt: a header of a megabyte, and keys that occur twice") {
  const std::string large = R"({"alg":"HS256","x":")" + times('x', 1 << 20) + "\"}";
  const Finding too_large =
      read_alone({.decode = "jwt"}, credentials_test::jwt_of(R"({"iss":"a"})", large));
  CHECK(text_fact(too_large, "issuer") == "(none)");
  const Finding fits =
      read_alone({.decode = "jwt"},
                 credentials_test::jwt_of(R"({"iss":"a"})",
                                          R"({"alg":"HS256","x":")" + times('x', 1 << 19) + "\"}"));
  CHECK(text_fact(fits, "issuer") == "a");
  const Finding twice =
      read_alone({.decode = "jwt"}, credentials_test::jwt_of(R"({"iss":"first","iss":"last"})"));
  CHECK(text_fact(twice, "issuer") == "last");
  const Finding none = read_alone({.decode = "jwt"}, encode_base64url(R"({"alg":"none"})") + "." +
                                                         encode_base64url(R"({"sub":"x"})") + ".");
  CHECK(text_fact(none, "structure") == "unsigned: algorithm none");
  CHECK(none.validity == Validity::unknown);
}

TEST_CASE("read presigned-url: who signed, for how long, as it stands or in base64") {
  const std::string query = std::string("X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=") +
                            "ASIA" + "RZPUZDIKAASAMPLE" +
                            "%2F20250615%2Feu-west-1%2Fsts%2Faws4_request"
                            "&X-Amz-Date=20250615T150000Z&X-Amz-Expires=3600&X-Amz-Signature=00";
  const std::string url = "https://sts.eu-west-1.amazonaws.com/?Action=GetCallerIdentity&" + query;
  for (const std::string& secret : {url, "k8s-aws-v1." + encode_base64url(url),
                                    "bedrock-api-key-" + encode_base64(url.substr(8))}) {
    CAPTURE(secret);
    const Finding finding = read_alone({.decode = "presigned-url"}, secret);
    CHECK(text_fact(finding, "account") == "123456789012");
    CHECK(text_fact(finding, "region") == "eu-west-1");
    CHECK(text_fact(finding, "service") == "sts");
    CHECK(text_fact(finding, "host") == "sts.eu-west-1.amazonaws.com");
    CHECK(finding.lifetime.issued == 1749999600);
    CHECK(finding.lifetime.expires == 1750003200);
    CHECK(finding.lifetime.lifetime_class == LifetimeClass::ephemeral);
    CHECK(finding.target == "123456789012");
  }
  const Finding signature =
      read_between({.decode = "presigned-url"}, "see " + url.substr(0, url.size() - 2), "00", " ");
  CHECK(text_fact(signature, "account") == "123456789012");
  const Finding google = read_alone(
      {.decode = "presigned-url"},
      "https://storage.googleapis.com/b/o?X-Goog-Credential=app%40shop.iam.gserviceaccount.com"
      "%2F20250615%2Fauto%2Fstorage%2Fgoog4_request&X-Goog-Date=20250615T150000Z&X-Goog-Expires="
      "60");
  CHECK(text_fact(google, "user") == "app@shop.iam.gserviceaccount.com");
  CHECK(text_fact(google, "project") == "shop");
  for (const char* odd : {"X-Amz-Credential=", "X-Amz-Credential=a&X-Amz-Date=20259999T999999Z",
                          "?X-Amz-Credential=%&X-Amz-Expires=99999999999999999999", ""})
    CHECK(read_alone({.decode = "presigned-url"}, odd).validity == Validity::unknown);
}

TEST_CASE("read azure-cask: service, month, and NuGet's owner and end") {
  const Finding grid = read_alone({.decode = "azure-cask"},
                                  times('A', 52) + "JQQJ99AE" + times('A', 16) + "AZEG1Mfk");
  CHECK(text_fact(grid, "service") == "Event Grid");
  CHECK(text_fact(grid, "managed_by") == "customer");
  CHECK(grid.lifetime.issued == parse_rfc3339("2024-05-01"));
  const Finding nuget = read_alone({.decode = "azure-cask"},
                                   times('a', 52) + "JQQJ99ALN5Z0000LZENeS003" + "NUGT" + "3OrW");
  CHECK(text_fact(nuget, "owner_key") == "1337");
  CHECK(nuget.lifetime.issued == parse_rfc3339("2024-12-05T13:30:00Z"));
  CHECK(nuget.lifetime.expires == parse_rfc3339("2024-12-05T13:45:00Z"));
  const Finding openai = read_alone({.decode = "azure-cask"},
                                    times('A', 52) + "JQQJ99BL" + times('A', 15) + "BACOGxxxx");
  CHECK(text_fact(openai, "service") == "OpenAI");
  CHECK(read_alone({.decode = "azure-cask"}, times('A', 84)).decoded.empty());
}

TEST_CASE("read database-uri: engine's host, database and who runs it") {
  const Finding rds =
      read_between({.decode = "database-uri"}, "URL=postgres://app:", "s3cret",
                   "@orders.abc.eu-west-1.rds.amazonaws.com:5432/shop?sslmode=require\n");
  CHECK(text_fact(rds, "host") == "orders.abc.eu-west-1.rds.amazonaws.com");
  CHECK(text_fact(rds, "user") == "app");
  CHECK(text_fact(rds, "database") == "shop");
  CHECK(text_fact(rds, "hosting") == "Amazon RDS");
  CHECK(text_fact(rds, "region") == "eu-west-1");
  CHECK(text_fact(rds, "tls") == "require");
  CHECK(rds.target == "orders.abc.eu-west-1.rds.amazonaws.com/shop");
  const Finding local =
      read_between({.decode = "database-uri"}, "redis://:", "s3cret", "@localhost:6379/0");
  CHECK(local.environment == "dev");
}

TEST_CASE("read packed ids: Meta, X, Firebase") {
  CHECK(text_fact(read_alone({.decode = "meta-app"}, "EAACEdEose0cBA" + times('x', 40)), "app") ==
        "145634995501895");
  CHECK(text_fact(read_alone({.decode = "meta-app"}, "EAAAAUaZA8jlABA" + times('x', 40)), "app") ==
        "350685531728");
  const std::string bearer = times('A', 21) + "NRILgAAAAAAAQEBAQEBAQEBAQEBAQEBAQEBAQE%3D";
  CHECK(text_fact(read_alone({.decode = "x-bearer"}, bearer + times('x', 42)), "app") == "3033300");
  CHECK(text_fact(read_alone({.decode = "fcm-sender"}, "AAAAHL6ZGhQ:" + times('x', 140)),
                  "project_number") == "123456789012");
  for (const char* reader : {"meta-app", "x-bearer", "fcm-sender"})
    for (const std::string odd : {"", "A", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "\xff\xff", "ZA"})
      CHECK(read_alone({.decode = reader}, odd).validity != Validity::checksum_ok);
}

TEST_CASE("read supabase: the project is the one whose name the key's hash covers") {
  const std::string project = "abcdefghijklmnopqrst";
  const std::string start = std::string("sb") + "_secret_" + times('A', 22);
  const std::string key =
      start + "_" + encode_base64url(sha256(project + "|" + start)).substr(0, 8);
  const Finding found =
      read_between({.decode = "supabase"}, "https://" + project + ".supabase.co\nKEY=", key, "\n");
  CHECK(text_fact(found, "project") == project);
  CHECK(found.validity == Validity::checksum_ok);
  const Finding other = read_between({.decode = "supabase"},
                                     "https://zzzzzzzzzzzzzzzzzzzz.supabase.co\nKEY=", key, "\n");
  CHECK(other.validity == Validity::unknown);
}

TEST_CASE("read meilisearch: a key is proven by the master key and the uid beside it") {
  const std::string key =
      std::string("3e8c54eb32cff9fa5fde2b485e26e474") + "bb8f31709be3b49dc0b18e04c31b7b82";
  const std::string uid = "00000000-0000-4000-8000-000000000000";
  const std::string master = std::string("placeholder-") + "master-key";
  const credentials_test::RuleParts rule = {.decode = "meilisearch"};
  const Finding proven = read_between(rule, "MEILI_MASTER_KEY=" + master + "\nkey: ", key,
                                      "\n{\"uid\": \"" + uid + "\"}");
  CHECK(proven.validity == Validity::checksum_ok);
  CHECK(text_fact(proven, "uid") == uid);
  CHECK(read_between(rule, "masterKey: '" + master + "'\nuid: " + uid + "\nkey: ", key, "")
            .validity == Validity::checksum_ok);
  CHECK(read_between(rule, "MEILI_MASTER_KEY=another-master-key\nkey: ", key, "\nuid: " + uid)
            .validity == Validity::unknown);
  CHECK(read_alone(rule, key).validity == Validity::unknown);
  CHECK(read_between(rule, "master key", key, "uid").validity == Validity::unknown);
}

TEST_CASE("read openshift, wireguard, age: what the secret is known as") {
  const Finding openshift =
      read_alone({.decode = "openshift"}, std::string("sha256~") + times('A', 43));
  CHECK(text_fact(openshift, "object_name") ==
        "sha256~DwBzhbb51LfusnSGBa_hqYSgo7-j8BTQnip4TOnlzRo");
  // RFC 7748, section 6.1: Alice's keys.
  const std::string alice = encode_base64(*decode_hex("77076d0a7318a57d3c16c17251b26645df4c" +
                                                      std::string("66e8f9e2c4e3b2e8f1c2a1d0e0f0")));
  const Finding tunnel = read_alone({.decode = "wireguard"}, alice);
  CHECK(text_fact(tunnel, "public_key").size() == 64);
  CHECK(decode_base64(text_fact(tunnel, "peer_public_key"))->size() == 32);
  const Finding identity = read_alone(
      {.decode = "age"}, std::string("AGE-SECRET") + "-KEY-1" + times('Q', 52) + "8H00W3");
  CHECK(text_fact(identity, "recipient").substr(0, 4) == "age1");
  CHECK(text_fact(identity, "recipient").size() == 62);
  for (const char* reader : {"openshift", "wireguard", "age"})
    for (const std::string odd : {"", "sha256~", "AAAA", "age1", "\xff"})
      CHECK(read_alone({.decode = reader}, odd).decoded.empty());
}

TEST_CASE("read jwk: a key pairs with its other forms") {
  const auto key = credentials_test::make_ec_key();
  std::array<unsigned char, 65> point{};
  std::size_t size = 0;
  REQUIRE(EVP_PKEY_get_octet_string_param(key.get(), "pub", point.data(), point.size(), &size) ==
          1);
  const auto part = [&](std::size_t begin) {
    return encode_base64url({reinterpret_cast<const char*>(point.data()) + begin, 32});
  };
  const std::string jwk = R"({"kty":"EC","crv":"P-256","kid":"k1","x":")" + part(1) + R"(","y":")" +
                          part(33) + R"(","d":")" + times('A', 43) + "\"}";
  const Finding finding = read_alone({.decode = "jwk"}, jwk);
  const Finding pem =
      read_alone({.decode = "private-key"}, credentials_test::private_key_pem(key.get()));
  CHECK(text_fact(finding, "public_key") == text_fact(pem, "public_key"));
  CHECK(text_fact(finding, "key_id") == "k1");
  CHECK(text_fact(finding, "thumbprint").size() == 43);
  const auto at = jwk.find("\"d\":\"") + 5;
  const Finding inside =
      read_between({.decode = "jwk"}, "keys: [" + jwk.substr(0, at), times('A', 43), "\"}]");
  CHECK(text_fact(inside, "public_key") == text_fact(pem, "public_key"));
  for (const char* odd :
       {"{}", R"({"kty":"EC","d":"AA"})", R"({"kty":"RSA","d":"x","n":1})", "[", ""})
    CHECK(read_alone({.decode = "jwk"}, odd).validity == Validity::unknown);
}

TEST_CASE("read password-hash: algorithm and cost") {
  struct Case {
    std::string hash;
    const char* algorithm;
  };
  const Case cases[] = {{"$2b$12$" + times('a', 53), "bcrypt"},
                        {"$6$rounds=5000$salt$" + times('a', 86), "sha512crypt"},
                        {"$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA", "argon2id"},
                        {"pbkdf2_sha256$600000$salt$aGFzaA==", "pbkdf2_sha256"},
                        {"pbkdf2:sha256:600000$salt$00", "pbkdf2:sha256"},
                        {"{SSHA}aGFzaA==", "SSHA"}};
  for (const Case& one : cases)
    CHECK(text_fact(read_alone({.decode = "password-hash"}, one.hash), "algorithm") ==
          one.algorithm);
  CHECK(number_fact(read_alone({.decode = "password-hash"}, cases[0].hash), "cost") == 12);
  CHECK(number_fact(read_alone({.decode = "password-hash"}, cases[3].hash), "rounds") == 600000);
  for (const char* odd : {"", "$", "$$$", "{", "{}", "x$"})
    CHECK(read_alone({.decode = "password-hash"}, odd).validity != Validity::checksum_ok);
}

TEST_CASE("read minisign: whether a key is sealed, and its number") {
  const std::string number("\1\2\3\4\5\6\7\10", 8);
  const std::string open = std::string("Ed") + std::string(2, '\0') + "B2" + std::string(48, '\0') +
                           number + std::string(96, 'x');
  const Finding minisign =
      read_alone({.decode = "minisign"}, "untrusted comment: x\n" + encode_base64(open));
  CHECK(text_fact(minisign, "key_id") == "0807060504030201");
  CHECK_FALSE(flag_fact(minisign, "encrypted"));
  std::string sealed = open;
  sealed.replace(2, 2, "Sc");
  CHECK(flag_fact(read_alone({.decode = "minisign"}, encode_base64(sealed)), "encrypted"));
  const std::string signify = std::string("EdBK") + std::string("\0\0\0\52", 4) +
                              std::string(24, 's') + number + std::string(64, 'k');
  const Finding openbsd = read_alone({.decode = "minisign"}, encode_base64(signify));
  CHECK(text_fact(openbsd, "format") == "signify");
  CHECK(openbsd.storage == Storage::encrypted);
  CHECK(read_alone({.decode = "minisign"}, "RWQAA").decoded.empty());
}

TEST_CASE("read otpauth: issuer, account and shape") {
  const Finding finding = read_between(
      {.decode = "otpauth"}, "otpauth://totp/Acme:ops%40acme.test?secret=", "JBSWY3DPEHPK3PXP",
      "&issuer=Acme&digits=6&period=30");
  CHECK(text_fact(finding, "issuer") == "Acme");
  CHECK(text_fact(finding, "account") == "ops@acme.test");
  CHECK(text_fact(finding, "digits") == "6");
  CHECK(finding.validity == Validity::structure_ok);
  CHECK(read_alone({.decode = "otpauth"}, "x").decoded.empty());
}

std::string ssh_text(const std::string& bytes) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8)
    out.push_back(static_cast<char>((bytes.size() >> shift) & 0xFF));
  return out + bytes;
}

TEST_CASE("read ssh-certificate: who may log in where, and until when") {
  const auto number = [](std::uint64_t value, int size) {
    std::string out;
    for (int i = size - 1; i >= 0; --i)
      out.push_back(static_cast<char>((value >> (8 * i)) & 0xFF));
    return out;
  };
  const std::string type = "ssh-ed25519-cert-v01@openssh.com";
  const auto blob = [&](std::uint64_t before) {
    return ssh_text(type) + ssh_text("nonce") + ssh_text(times('p', 32)) + number(42, 8) +
           number(1, 4) + ssh_text("deploy key") + ssh_text(ssh_text("root") + ssh_text("deploy")) +
           number(1700000000, 8) + number(before, 8) +
           ssh_text(ssh_text("force-command") + ssh_text(ssh_text("/bin/true"))) +
           ssh_text(ssh_text("permit-pty") + ssh_text("")) + ssh_text("") +
           ssh_text(ssh_text("ssh-ed25519") + ssh_text(times('c', 32))) + ssh_text("signature");
  };
  const Finding finding = read_alone({.decode = "ssh-certificate"},
                                     type + " " + encode_base64(blob(1800000000)) + " user@host");
  CHECK(text_fact(finding, "key_id") == "deploy key");
  CHECK(text_fact(finding, "serial") == "42");
  CHECK(text_fact(finding, "certificate_type") == "user");
  CHECK(list_fact(finding, "principals") == std::vector<std::string>{"root", "deploy"});
  CHECK(list_fact(finding, "critical_options") == std::vector<std::string>{"force-command"});
  CHECK(list_fact(finding, "extensions") == std::vector<std::string>{"permit-pty"});
  CHECK(text_fact(finding, "public_key").size() == 64);
  CHECK(finding.lifetime.expires == 1800000000);
  CHECK(finding.validity == Validity::structure_ok);
  const Finding forever =
      read_alone({.decode = "ssh-certificate"}, encode_base64(blob(UINT64_MAX)));
  CHECK(forever.lifetime.lifetime_class == LifetimeClass::non_expiring);
  const std::string whole = blob(1800000000);
  for (std::size_t cut = 0; cut < whole.size() - 20; cut += 3)
    (void)read_alone({.decode = "ssh-certificate"}, encode_base64(whole.substr(0, cut)));
  CHECK(read_alone({.decode = "ssh-certificate"}, "AAAA").decoded.empty());
}

TEST_CASE("read algolia-secured: restrictions and end") {
  const Finding finding = read_alone(
      {.decode = "algolia-secured"},
      encode_base64(times('a', 64) + "filters=team%3A7&validUntil=1700000000&userToken=u1"));
  CHECK(list_fact(finding, "restrictions") == std::vector<std::string>{"filters=team:7"});
  CHECK(text_fact(finding, "user") == "u1");
  CHECK(finding.validity == Validity::expired);
  CHECK(read_alone({.decode = "algolia-secured"}, encode_base64("short")).decoded.empty());
}

TEST_CASE("read flyio-macaroon: organisation, window and place") {
  const auto text = [](const std::string& bytes) {
    return std::string(1, static_cast<char>(0xA0 + bytes.size())) + bytes;
  };
  const std::string location = "https://api.fly.io/v1";
  const std::string window = std::string("\x92\xCE\x65\x53\xF1\x00\xCE\x65\x53\xFF\x10", 11);
  const std::string macaroon = std::string("\x94\x93\xC4\x02", 4) + "ki" +
                               std::string("\xC4\x02", 2) + "rn" + std::string("\xC2", 1) +
                               text(location) + std::string("\x94\x00\x92\x2A\x1F\x04", 6) +
                               window + std::string("\xC4\x20", 2) + times('t', 32);
  const Finding finding =
      read_alone({.decode = "flyio-macaroon"}, "fm2_" + encode_base64(macaroon) + ",fm2_AAAA");
  CHECK(text_fact(finding, "location") == location);
  CHECK(text_fact(finding, "organization") == "42");
  CHECK(number_fact(finding, "caveats") == 2);
  CHECK(finding.lifetime.issued == 1700000000);
  CHECK(finding.lifetime.expires == 1700003600);
  for (std::size_t cut = 0; cut < macaroon.size(); ++cut)
    (void)read_alone({.decode = "flyio-macaroon"}, "fm2_" + encode_base64(macaroon.substr(0, cut)));
  const std::string deep = "fm2_" + encode_base64("\x94" + std::string(60000, '\x91'));
  CHECK(read_alone({.decode = "flyio-macaroon"}, deep).decoded.empty());
}

TEST_CASE("read aws-ses-smtp: version and length") {
  CHECK(read_alone({.decode = "aws-ses-smtp"}, "B" + times('A', 43)).validity ==
        Validity::structure_ok);
  CHECK(read_alone({.decode = "aws-ses-smtp"}, "C" + times('A', 43)).validity == Validity::unknown);
}

}  // namespace
}  // namespace nhiscan
