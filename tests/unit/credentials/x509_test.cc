#include <doctest/doctest.h>

#include "make_keys.h"
#include "reading_helpers.h"

namespace nhiscan {
namespace {

using credentials_test::certificate_pem;
using credentials_test::CertificateRequest;
using credentials_test::flag_fact;
using credentials_test::list_fact;
using credentials_test::number_fact;
using credentials_test::private_key_pem;
using credentials_test::read_alone;
using credentials_test::text_fact;

const credentials_test::RuleParts kX509Rule = {.decode = "x509", .kind = Kind::certificate};
const credentials_test::RuleParts kPrivateKeyRule = {.decode = "private-key",
                                                     .kind = Kind::private_key};

TEST_CASE("read x509: says who, until when, for what") {
  const auto key = credentials_test::make_ec_key();
  const Finding finding = read_alone(
      kX509Rule,
      certificate_pem(key.get(),
                      {.common_name = "api",
                       .organization = "Acme",
                       .alternative_names = "DNS:api.acme.test,email:ops@acme.test,IP:10.0.0.1",
                       .extended_key_usage = "serverAuth,clientAuth",
                       .key_usage = "digitalSignature",
                       .serial = 4660}));
  CHECK(text_fact(finding, "subject") == "CN=api,O=Acme");
  CHECK(text_fact(finding, "serial") == "1234");
  CHECK(text_fact(finding, "name") == "api");
  CHECK(list_fact(finding, "dns_names") == std::vector<std::string>{"api.acme.test"});
  CHECK(list_fact(finding, "emails") == std::vector<std::string>{"ops@acme.test"});
  CHECK(list_fact(finding, "ip_addresses") == std::vector<std::string>{"10.0.0.1"});
  CHECK(list_fact(finding, "key_usage") == std::vector<std::string>{"digitalSignature"});
  CHECK(text_fact(finding, "purpose") == "mTLS");
  CHECK(text_fact(finding, "key_algorithm") == "EC");
  CHECK(text_fact(finding, "curve") == "prime256v1");
  CHECK(number_fact(finding, "key_bits") == 256);
  CHECK(text_fact(finding, "signature_algorithm") == "ecdsa-with-SHA256");
  CHECK(text_fact(finding, "sha256").size() == 64);
  CHECK(flag_fact(finding, "self_signed"));
  CHECK_FALSE(flag_fact(finding, "ca"));
  CHECK(number_fact(finding, "not_before_at") == 1735689600);
  CHECK(finding.lifetime.expires == 1767225600);
  CHECK(finding.lifetime.lifetime_class == LifetimeClass::long_lived);
  CHECK(finding.validity == Validity::structure_ok);
}

TEST_CASE(
    "read x509: a certificate and its private key share public_key, whatever the key's form") {
  for (const auto& key : {credentials_test::make_rsa_key(), credentials_test::make_ec_key(),
                          credentials_test::make_ed25519_key()}) {
    const std::string of_certificate =
        text_fact(read_alone(kX509Rule, certificate_pem(key.get(), {})), "public_key");
    CHECK(of_certificate.size() == 64);
    for (const auto form :
         {credentials_test::KeyForm::pkcs8, credentials_test::KeyForm::traditional}) {
      if (form == credentials_test::KeyForm::traditional &&
          EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_ED25519)
        continue;
      CHECK(text_fact(read_alone(kPrivateKeyRule, private_key_pem(key.get(), form)),
                      "public_key") == of_certificate);
    }
  }
}

TEST_CASE(
    "read x509: reads a certificate authority, a cluster administrator and a SPIFFE workload") {
  const auto key = credentials_test::make_ec_key();
  const Finding authority = read_alone(
      kX509Rule, certificate_pem(key.get(), {.key_usage = "keyCertSign,cRLSign", .is_ca = true}));
  CHECK(flag_fact(authority, "ca"));
  CHECK(text_fact(authority, "purpose") == "ca");
  CHECK(authority.scope.level == ScopeLevel::mint);
  const Finding admin =
      read_alone(kX509Rule, certificate_pem(key.get(), {.organization = "system:masters",
                                                        .extended_key_usage = "clientAuth"}));
  CHECK(admin.scope.level == ScopeLevel::admin);
  const Finding workload = read_alone(
      kX509Rule,
      certificate_pem(key.get(), {.alternative_names = "URI:spiffe://acme.test/ns/pay/sa/api"}));
  CHECK(text_fact(workload, "spiffe_id") == "spiffe://acme.test/ns/pay/sa/api");
  CHECK(workload.target == "acme.test");
  CHECK(workload.provider == "SPIFFE");
}

TEST_CASE("read x509: expired, endless, negative and foreign-signed certificates") {
  const auto key = credentials_test::make_ec_key();
  const Finding expired =
      read_alone(kX509Rule, certificate_pem(key.get(), {.not_after = "20250201000000Z"}));
  CHECK(expired.lifetime.lifetime_class == LifetimeClass::expired);
  CHECK(expired.validity == Validity::expired);
  const Finding endless =
      read_alone(kX509Rule, certificate_pem(key.get(), {.not_after = "99991231235959Z"}));
  CHECK(endless.lifetime.lifetime_class == LifetimeClass::non_expiring);
  const Finding negative = read_alone(kX509Rule, certificate_pem(key.get(), {.serial = -5}));
  CHECK(text_fact(negative, "serial") == "-05");
  const Finding issued =
      read_alone(kX509Rule, certificate_pem(key.get(), {.issuer_name = "Other CA"}));
  CHECK_FALSE(flag_fact(issued, "self_signed"));
  CHECK(text_fact(issued, "issuer") == "CN=Other CA");
}

TEST_CASE("read x509: caps a huge list of names and says how many there were") {
  std::string names = "DNS:a0.test";
  for (int i = 1; i < 1000; ++i)
    names += ",DNS:a" + std::to_string(i) + ".test";
  const auto key = credentials_test::make_ec_key();
  const Finding finding =
      read_alone(kX509Rule, certificate_pem(key.get(), {.alternative_names = names}));
  CHECK(list_fact(finding, "dns_names").size() == 100);
  CHECK(number_fact(finding, "dns_names_total") == 1000);
}

TEST_CASE("read x509: takes base64 of PEM and of DER, and leaves garbage alone") {
  const auto key = credentials_test::make_ec_key();
  const std::string pem = certificate_pem(key.get(), {.common_name = "x"});
  CHECK(text_fact(read_alone(kX509Rule, encode_base64(pem)), "subject") == "CN=x");
  std::string body = pem.substr(pem.find('\n') + 1);
  body.resize(body.find("-----"));
  CHECK(text_fact(read_alone(kX509Rule, body), "subject") == "CN=x");
  for (const std::string& odd :
       {std::string(), std::string("-----BEGIN CERTIFICATE-----"), std::string("!!!"),
        std::string("\x30\x82\xff\xff"), pem.substr(0, pem.size() / 2)})
    CHECK(read_alone(kX509Rule, odd).decoded.empty());
}

TEST_CASE("read x509: a request names its subject and key, and that it holds a password") {
  const auto key = credentials_test::make_ec_key();
  const SigningRequest request(X509_REQ_new());
  X509_NAME* subject = X509_NAME_new();
  credentials_test::add_name(subject, "CN", "new.acme.test");
  X509_REQ_set_subject_name(request.get(), subject);
  X509_NAME_free(subject);
  X509_REQ_set_pubkey(request.get(), key.get());
  X509_REQ_add1_attr_by_NID(request.get(), NID_pkcs9_challengePassword, MBSTRING_ASC,
                            as_uchars("s3cret"), 6);
  X509_REQ_sign(request.get(), key.get(), EVP_sha256());
  const OpensslBio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509_REQ(bio.get(), request.get());
  const Finding finding = read_alone(kX509Rule, credentials_test::text_in(bio.get()));
  CHECK(text_fact(finding, "subject") == "CN=new.acme.test");
  CHECK(flag_fact(finding, "challenge_password"));
  CHECK(text_fact(finding, "public_key") ==
        text_fact(read_alone({.decode = "private-key"}, private_key_pem(key.get())), "public_key"));
  CHECK(finding.validity == Validity::structure_ok);
}

TEST_CASE("read x509 and private-key: the bytes of DER as they are") {
  const auto key = credentials_test::make_rsa_key();
  const auto bytes_of = [](const std::string& pem) {
    const auto begin = pem.find('\n');
    return *decode_base64(pem.substr(begin, pem.find("-----END") - begin), Whitespace::skip);
  };
  const Finding certificate = read_alone(kX509Rule, bytes_of(certificate_pem(key.get(), {})));
  CHECK(text_fact(certificate, "name") == "svc.acme.test");
  const Finding open = read_alone({.decode = "private-key"}, bytes_of(private_key_pem(key.get())));
  CHECK(text_fact(open, "public_key") == text_fact(certificate, "public_key"));
  CHECK(text_fact(open, "md5_fingerprint").size() == 47);
  const Finding sealed =
      read_alone({.decode = "private-key"},
                 bytes_of(private_key_pem(key.get(), credentials_test::KeyForm::pkcs8, "s3cret")));
  CHECK(flag_fact(sealed, "encrypted"));
  CHECK(number_fact(sealed, "kdf_rounds") == 2048);
}

}  // namespace
}  // namespace nhiscan
