#include "credentials/jwt.h"

#include <doctest/doctest.h>

#include "credentials/jwt_proof.h"
#include "reading_helpers.h"
#include "wrap/openssl.h"

namespace nhiscan {
namespace {

using credentials_test::jwt_of;
using credentials_test::kNow;
using credentials_test::list_fact;
using credentials_test::number_fact;
using credentials_test::read_alone;
using credentials_test::text_fact;

const credentials_test::RuleParts kJwtRule = {.decode = "jwt", .kind = Kind::jwt};

TEST_CASE("decode_jwt: reads header and claims") {
  const auto claims = decode_jwt(jwt_of(
      R"({"iss":"https://id.acme.test","sub":"bot","aud":["a","b"],"exp":1700003600,"iat":1700000000,"nbf":1699999999,
          "scope":"repo:read repo:write","azp":"client-1","act":{"sub":"agent"},"jti":"t1","email":"a@acme.test"})",
      R"({"alg":"RS256","kid":"k1","typ":"at+jwt"})"));
  REQUIRE(claims);
  CHECK(claims->algorithm == "RS256");
  CHECK(claims->key_id == "k1");
  CHECK(claims->type == "at+jwt");
  CHECK(claims->issuer == "https://id.acme.test");
  CHECK(claims->audience == std::vector<std::string>{"a", "b"});
  CHECK(claims->expires == 1700003600);
  CHECK(claims->issued == 1700000000);
  CHECK(claims->not_before == 1699999999);
  CHECK(claims->scopes == std::vector<std::string>{"repo:read", "repo:write"});
  CHECK(claims->client == "client-1");
  CHECK(claims->actor == "agent");
}

TEST_CASE("decode_jwt: fails on what isn't a token") {
  const std::string good = encode_base64url("{}");
  for (const std::string& token :
       {std::string(), std::string("a"), good, good + ".!!.x",
        good + "." + encode_base64url("[]") + ".x", good + "..",
        good + "." + good + "." + good + "." + good, std::string(4 << 20, 'e')}) {
    CAPTURE(token.substr(0, 80));
    CHECK_FALSE(decode_jwt(token));
  }
}

TEST_CASE("decode_jwt: survives hostile JSON") {
  CHECK_FALSE(decode_jwt(jwt_of(std::string(100000, '['))));
  CHECK_FALSE(decode_jwt(jwt_of("{\"a\":" + std::string(70, '[') + std::string(70, ']') + "}")));
  CHECK_FALSE(decode_jwt(jwt_of("{}", "{\"kid\":\"" + std::string(2 << 20, 'k') + "\"}")));
  CHECK_FALSE(decode_jwt(jwt_of("{\"sub\":\"\xff\"}")));
  const auto twice = decode_jwt(jwt_of(R"({"sub":"first","sub":"second"})"));
  REQUIRE(twice);
  CHECK(twice->subject == "second");
  const auto odd =
      decode_jwt(jwt_of(R"({"exp":1e300,"iat":"17","nbf":1700000000123,"aud":{"a":1},"sub":7})"));
  REQUIRE(odd);
  CHECK_FALSE(odd->expires);
  CHECK(odd->issued == 17);
  CHECK(odd->not_before == 1700000000);
  CHECK(odd->subject == "7");
}

TEST_CASE("decode_jwt: leaves the claims of an encrypted token closed") {
  const auto claims =
      decode_jwt(encode_base64url(R"({"alg":"dir","enc":"A256GCM"})") + "..aXY.Y2lwaGVy.dGFn");
  REQUIRE(claims);
  CHECK(claims->encrypted);
  CHECK(claims->encryption == "A256GCM");
}

TEST_CASE("read jwt: the lifetime comes from exp and iat, or exp and now") {
  struct Case {
    std::string payload;
    LifetimeClass expected;
  };
  const auto at = [](std::int64_t seconds) { return std::to_string(kNow + seconds); };
  const auto cases = std::to_array<Case>({
      {"{\"iat\":" + at(-60) + ",\"exp\":" + at(3540) + "}", LifetimeClass::ephemeral},
      {"{\"iat\":" + at(-7200) + ",\"exp\":" + at(60) + "}", LifetimeClass::short_lived},
      {"{\"exp\":" + at(86400 * 30) + "}", LifetimeClass::bounded},
      {"{\"exp\":" + at(86400 * 91) + "}", LifetimeClass::long_lived},
      {"{\"iat\":" + at(-7200) + ",\"exp\":" + at(-1) + "}", LifetimeClass::expired},
      {"{\"iat\":" + at(-7200) + "}", LifetimeClass::non_expiring},
      {"{\"exp\":99999999999999999}", LifetimeClass::unknown},
  });
  for (const Case& item : cases) {
    CAPTURE(item.payload);
    const LifetimeClass expected = item.expected;
    const Finding finding = read_alone(kJwtRule, jwt_of(item.payload));
    if (expected != LifetimeClass::unknown) CHECK(finding.lifetime.lifetime_class == expected);
    CHECK((finding.validity == Validity::expired) == (expected == LifetimeClass::expired));
  }
}

TEST_CASE("read jwt: a token without a usable signature is said to be so") {
  const std::string none =
      encode_base64url(R"({"alg":"none"})") + "." + encode_base64url("{}") + ".";
  CHECK(text_fact(read_alone(kJwtRule, none), "structure") == "unsigned: algorithm none");
  CHECK(read_alone(kJwtRule, none).validity == Validity::unknown);
  const std::string cut = encode_base64url(R"({"alg":"HS256"})") + "." + encode_base64url("{}");
  CHECK(text_fact(read_alone(kJwtRule, cut), "structure") == "signature missing");
  CHECK(text_fact(read_alone(kJwtRule, jwt_of("{}") + "A"), "structure") ==
        "signature length doesn't fit HS256");
  CHECK(read_alone(kJwtRule, jwt_of("{}")).validity == Validity::structure_ok);
  const std::string broken = encode_base64url(R"({"alg":"HS256","kid":"k"})") + ".eyJzdWIiOiJ4";
  CHECK(text_fact(read_alone(kJwtRule, broken), "structure") == "claims unreadable");
}

struct IssuerCase {
  std::string payload;
  std::string provider;
  Kind kind;
  std::string target;
};

TEST_CASE("read jwt: recognises who issued it") {
  const auto cases = std::to_array<IssuerCase>({
      {R"({"iss":"kubernetes/serviceaccount","sub":"system:serviceaccount:default:demo"})",
       "Kubernetes", Kind::service_account, "default"},
      {R"({"iss":"https://token.actions.githubusercontent.com","sub":"repo:acme/app:ref:refs/heads/main","repository":"acme/app"})",
       "GitHub", Kind::workload_identity, "acme/app"},
      {R"({"iss":"https://gitlab.acme.test","project_path":"acme/app","namespace_path":"acme"})",
       "GitLab", Kind::workload_identity, "acme/app"},
      {R"({"iss":"https://accounts.google.com","email":"ci@proj-1.iam.gserviceaccount.com"})",
       "Google Cloud", Kind::service_account, "proj-1"},
      {R"({"iss":"https://accounts.google.com","email":"a@gmail.test"})", "Google", Kind::jwt, ""},
      {R"({"iss":"https://sts.windows.net/t-1/","tid":"t-1","roles":["User.Read.All"],"appid":"a"})",
       "Azure", Kind::service_account, "t-1"},
      {R"({"iss":"https://login.microsoftonline.com/t-2/v2.0","scp":"User.Read","upn":"a@acme.test"})",
       "Azure", Kind::jwt, "t-2"},
      {R"({"iss":"https://acme.okta.com/oauth2/default","cid":"c","sub":"c"})", "Okta",
       Kind::service_account, "acme.okta.com"},
      {R"({"iss":"https://acme.eu.auth0.com/","sub":"x@clients","gty":"client-credentials"})",
       "Auth0", Kind::service_account, "acme.eu.auth0.com"},
      {R"({"iss":"https://sso.acme.test/realms/main","typ":"Refresh"})", "Keycloak",
       Kind::refresh_token, "sso.acme.test/main"},
      {R"({"iss":"supabase","ref":"abcd","role":"service_role"})", "Supabase",
       Kind::service_account, "abcd"},
      {R"({"iss":"argocd","sub":"proj:shop:deployer"})", "Argo CD", Kind::service_account, "shop"},
      {R"({"sub":"spiffe://acme.test/ns/pay/sa/api"})", "SPIFFE", Kind::workload_identity,
       "acme.test"},
      {R"({"iss":"https://oidc.circleci.com/org/1"})", "CircleCI", Kind::workload_identity,
       "org/1"},
      {R"({"iss":"https://id.acme.test:8443/x"})", "", Kind::jwt, "id.acme.test"},
      {R"({"iss":"https://evilokta.com/"})", "", Kind::jwt, "evilokta.com"},
  });
  for (const auto& expected : cases) {
    CAPTURE(expected.payload);
    const Finding finding = read_alone(kJwtRule, jwt_of(expected.payload));
    CHECK(finding.provider == expected.provider);
    CHECK(finding.kind == expected.kind);
    CHECK(finding.target == expected.target);
  }
}

TEST_CASE("read jwt: what a bound Kubernetes token is bound to") {
  const Finding finding = read_alone(
      kJwtRule,
      jwt_of(
          R"({"iss":"https://oidc.eks.eu-west-1.amazonaws.com/id/A","sub":"system:serviceaccount:pay:api",
          "kubernetes.io":{"namespace":"pay","pod":{"name":"api-1"},"node":{"name":"n1"}}})"));
  CHECK(text_fact(finding, "name") == "system:serviceaccount:pay:api");
  CHECK(text_fact(finding, "service_account") == "api");
  CHECK(text_fact(finding, "pod") == "api-1");
  CHECK(text_fact(finding, "node") == "n1");
  CHECK(text_fact(finding, "cluster") == "https://oidc.eks.eu-west-1.amazonaws.com/id/A");
}

TEST_CASE("read jwt: scopes give the level") {
  struct Case {
    std::string payload;
    ScopeLevel level;
  };
  const auto cases = std::to_array<Case>({
      {R"({"scope":"openid profile"})", ScopeLevel::read},
      {R"({"scp":["Files.ReadWrite.All"]})", ScopeLevel::write},
      {R"({"scope":"applied-permissions/admin"})", ScopeLevel::admin},
      {R"({"permissions":["create:tokens"]})", ScopeLevel::mint},
      {R"({"scope":"frobnicate"})", ScopeLevel::unknown},
      {R"({"iss":"supabase","role":"anon"})", ScopeLevel::read},
      {R"({"iss":"supabase","role":"service_role"})", ScopeLevel::admin},
  });
  for (const Case& item : cases) {
    CAPTURE(item.payload);
    CHECK(read_alone(kJwtRule, jwt_of(item.payload)).scope.level == item.level);
  }
}

TEST_CASE("read jwt: an anonymous Supabase key is public") {
  const Finding finding = read_alone(kJwtRule, jwt_of(R"({"iss":"supabase","role":"anon"})"));
  CHECK(credentials_test::flag_fact(finding, "public"));
  CHECK(finding.severity == Severity::low);
}

TEST_CASE("read jwt: finds the token behind a provider's prefix, and caps long lists") {
  CHECK(text_fact(read_alone(kJwtRule, std::string("ghs") + "_123_" + jwt_of(R"({"sub":"x"})")),
                  "subject") == "x");
  std::string audiences;
  for (int i = 0; i < 300; ++i)
    audiences += (i == 0 ? "\"a" : ",\"a") + std::to_string(i) + "\"";
  const Finding finding = read_alone(kJwtRule, jwt_of("{\"aud\":[" + audiences + "]}"));
  CHECK(list_fact(finding, "audience").size() == 100);
  CHECK(number_fact(finding, "audience_total") == 300);
}

TEST_CASE("read jwt: a secret that is known or stands beside the token signs it") {
  // facts: HS256 under the word "placeholder".
  const std::string token =
      std::string("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.") +
      "eyJpc3MiOiJrdWJlcm5ldGVzL3NlcnZpY2VhY2NvdW50Iiwic3ViIjoic3lzdGVtOnNlcnZpY2VhY2NvdW50OmRlZmF1"
      "bHQ6ZGVtbyIsImV4cCI6MTcwMDAwMzYwMCwiaWF0IjoxNzAwMDAwMDAwfQ" +
      ".mY4WJcnUq9Wim3exiAEp9CF4h-gDS-yyZgbCMACdSUk";
  const Finding known = read_alone(kJwtRule, token);
  CHECK(text_fact(known, "signing_secret").starts_with("a well-known sample"));
  CHECK(text_fact(known, "subject") == "system:serviceaccount:default:demo");
  CHECK(known.lifetime.expires == 1700003600);

  CHECK(signer_of(token, "RS256", "") == JwtSigner::issuer);
  CHECK(signer_of(token + "x", "HS256", "") == JwtSigner::issuer);
  CHECK(signer_of("", "HS256", "") == JwtSigner::issuer);
  CHECK(signer_of("a.b.", "HS256", "") == JwtSigner::issuer);
  const std::string covered = encode_base64url(R"({"alg":"HS512"})") + "." + encode_base64url("{}");
  const std::string mine =
      covered + "." + encode_base64url(hmac("k2xw-9zpl-4vnb", covered, EVP_sha512()));
  CHECK(signer_of(mine, "HS512", "JWT_SECRET=k2xw-9zpl-4vnb\n") == JwtSigner::neighbour);
  CHECK(signer_of(mine, "HS512", "jwt: {secretKey: 'k2xw-9zpl-4vnb'}") == JwtSigner::neighbour);
  CHECK(signer_of(mine, "HS512", "JWT_SECRET=another-secret\n") == JwtSigner::issuer);
}

}  // namespace
}  // namespace nhiscan
