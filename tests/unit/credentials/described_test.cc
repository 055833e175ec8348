#include "credentials/described.h"

#include <doctest/doctest.h>

#include "base/encoding.h"
#include "credentials/template.h"
#include "reading_helpers.h"

namespace nhiscan {
namespace {

using credentials_test::read_alone;
using credentials_test::text_fact;

TEST_CASE("parse_template: says what is wrong") {
  CHECK(parse_template("a{x}b{}c{y:ulid*26}{z}"));
  for (const char* bad : {"", "plain", "{open", "{x:nope}", "{x*}", "{x*0}", "{x*9z}", "{x}{y}"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_template(bad));
  }
}

TEST_CASE("knows_reader: arguments are checked") {
  CHECK(knows_reader("fields {id}.{}"));
  CHECK(knows_reader("fields {id}.{} {id}:{}"));
  CHECK(knows_reader("base64 {id}:{}"));
  CHECK(knows_reader("json org=o region=m.r issued:time=iat"));
  CHECK(knows_reader("mode"));
  CHECK(knows_reader("mode live"));
  for (const char* bad : {"fields", "fields {", "base64 plain", "json", "json org", "json a:b=c",
                          "jwt x", "mode nowhere", " jwt", "jwt "}) {
    CAPTURE(bad);
    CHECK_FALSE(knows_reader(bad));
  }
}

TEST_CASE("read fields: ids, environments and times by the template; the secret stays out") {
  const Finding finding = read_alone({.decode = "fields pdl_{mode}_apikey_{key_id:ulid}_{}"},
                                     "pdl_sdbx_apikey_01HF7YAT00"
                                     "0123456789ABCDEF_s3cret_abc");
  CHECK(finding.environment == "test");
  CHECK(text_fact(finding, "key_id") == "01HF7YAT000123456789ABCDEF");
  CHECK(finding.lifetime.issued == 1700000000);
  CHECK(finding.validity == Validity::structure_ok);
  CHECK(finding.decoded.size() == 3);  // mode, key_id, issued_at
}

TEST_CASE("read fields: the first template that fits, and none that doesn't") {
  const credentials_test::RuleParts rule = {.decode =
                                                "fields access-{mode}-{item:uuid} {account}_{}!"};
  const Finding first = read_alone(rule, "access-sandbox-01234567-89ab-cdef-0123-456789abcdef");
  CHECK(text_fact(first, "item") == "01234567-89ab-cdef-0123-456789abcdef");
  CHECK(first.environment == "test");
  const Finding second = read_alone(rule, "acme_xyz!");
  CHECK(text_fact(second, "account") == "acme");
  CHECK(second.target == "acme");
  for (const std::string other : {"access-nowhere-01234567-89ab-cdef-0123-456789abcdef", "acme_xyz",
                                  "", "_!", "\xff\xfe_!"}) {
    CAPTURE(other);
    const Finding none = read_alone(rule, other);
    CHECK(none.decoded.empty());
    CHECK(none.validity == Validity::unknown);
  }
}

TEST_CASE("read fields: every type of value") {
  struct Case {
    const char* field;
    std::string value;
    std::string fact;  // empty: not of this type
  };
  const Case cases[] = {
      {"{x:number}", "0042", "0042"},
      {"{x:number}", "4x", ""},
      {"{x:objectid}", "6553f1000000000000000000", "6553f1000000000000000000"},
      {"{x:objectid}", "000000000000000000000000", "000000000000000000000000"},
      {"{x:ksuid}", "0qjBBlHOl4satwMcsRvbUPVN17o", "0qjBBlHOl4satwMcsRvbUPVN17o"},
      {"{x:uuid58}", "YcVfxkQavQvamAeSB3PSbx", "ffffffff-ffff-4fff-bfff-ffffffffffff"},
      {"{x:uuid32}", "aerukz4jvng67ajdivtytk6n54", "01234567-89ab-4def-8123-456789abcdef"},
      {"{x:uuid64}", "ASNFZ4mrTe-BI0VniavN7w", "01234567-89ab-4def-8123-456789abcdef"},
      {"{x:uuid64}", "ASNF", ""},
      {"{x:uuid64}", "ASNFZ4mrze8BI0VniavN7w", ""},
      {"{x:base64}", "YWNtZQ", "acme"},
      {"{x:base64}", "AAAA", ""},
      {"{x:discord}", "123456789012345678", "123456789012345678"},
      {"{x:twitter}", "1212092628029698048", "1212092628029698048"},
      {"{x*3}", "abc", "abc"},
      {"{x*3}", "abcd", ""},
  };
  for (const Case& one : cases) {
    CAPTURE(one.field);
    CAPTURE(one.value);
    const Finding finding = read_alone({.decode = std::string("fields ") + one.field}, one.value);
    CHECK(text_fact(finding, "x") == (one.fact.empty() ? "(none)" : one.fact));
  }
  CHECK(read_alone({.decode = "fields {x:objectid}"}, "000000000000000000000000").validity ==
        Validity::unknown);
  const Finding future = read_alone({.decode = "fields {x:objectid}"}, "7f53f1000000000000000000");
  CHECK_FALSE(future.lifetime.issued);
  CHECK(future.validity == Validity::unknown);
  const Finding key =
      read_alone({.decode = "fields {id:aws-key}/{}"}, std::string("AKIA") + "RZPUZDIKAASAMPLE/x");
  CHECK(text_fact(key, "account") == "123456789012");
  const Finding hidden = read_alone({.decode = "fields PMAT-{:ulid}"},
                                    "PMAT-01HF7YAT00"
                                    "0123456789ABCDEF");
  CHECK(hidden.lifetime.issued == 1700000000);
  CHECK(hidden.decoded.size() == 1);
  const Finding never = read_alone({.decode = "fields {expires:time}:{}"}, "0000000000:x");
  CHECK(never.lifetime.lifetime_class == LifetimeClass::non_expiring);
  const Finding ends = read_alone({.decode = "fields {expires:time}:{}"}, "1700000000:x");
  CHECK(ends.validity == Validity::expired);
}

TEST_CASE("read base64: finds where it begins behind a prefix") {
  const credentials_test::RuleParts bedrock = {
      .decode = "base64 BedrockAPIKey-{}-at-{account:number}:{}"};
  const Finding finding = read_alone(
      bedrock, "ABSK" + encode_base64(std::string("BedrockAPIKey-demo") + "-at-123456789012:xyz"));
  CHECK(text_fact(finding, "account") == "123456789012");
  CHECK(finding.target == "123456789012");
  CHECK(read_alone(bedrock, "ABSK====").decoded.empty());
  const Finding elastic =
      read_alone({.decode = "base64 {key_id*20}:{*22}"},
                 encode_base64(std::string(20, 'i') + ":" + std::string(22, 's')));
  CHECK(text_fact(elastic, "key_id") == std::string(20, 'i'));
  const Finding jfrog = read_alone({.decode = "base64 reftkn:01:{expires:time}:{}"},
                                   encode_base64("reftkn:01:1700000000:abc"));
  CHECK(jfrog.lifetime.expires == 1700000000);
}

TEST_CASE("read json: values of an object in base64, plain, or between other parts") {
  const credentials_test::RuleParts rule = {
      .decode = "json organization=o name=n region=m.r issued:time=t"};
  const std::string json =
      R"({"o":"7","n":"stack-1","k":"s3cret","m":{"r":"prod-eu-0"},"t":1700000000})";
  for (const std::string& secret :
       {"glc_" + encode_base64(json), json, "sk." + encode_base64url(json) + ".abc",
        "x_" + encode_base64url(json) + "_0123456789"}) {
    CAPTURE(secret);
    const Finding finding = read_alone(rule, secret);
    CHECK(text_fact(finding, "organization") == "7");
    CHECK(text_fact(finding, "name") == "stack-1");
    CHECK(text_fact(finding, "region") == "prod-eu-0");
    CHECK(finding.lifetime.issued == 1700000000);
    CHECK(finding.decoded.size() == 4);
  }
  const std::string deep = std::string(70000, '[') + std::string(70000, ']');
  for (const std::string& hostile : {std::string("eyJ"), "glc_" + encode_base64("{\"o\":"),
                                     encode_base64("{\"o\":" + deep + "}"), std::string(9000, 'e')})
    CHECK(read_alone(rule, hostile).decoded.empty());
}

TEST_CASE("read mode: a word between separators, else what the rule says") {
  CHECK(read_alone({.decode = "mode"}, "rzp_test_abc").environment == "test");
  CHECK(read_alone({.decode = "mode"}, "live_abc").environment == "prod");
  CHECK(read_alone({.decode = "mode"}, "SB-Mid-server-x").environment == "test");
  CHECK(read_alone({.decode = "mode"}, "alive_abc").environment == "unknown");
  CHECK(read_alone({.decode = "mode live"}, "sk_abc").environment == "prod");
  CHECK(read_alone({.decode = "mode live"}, "sk_sbox_abc").environment == "test");
}

}  // namespace
}  // namespace nhiscan
