#include "credentials/read.h"

#include <doctest/doctest.h>

#include "credentials/scope_level.h"
#include "credentials/spiffe.h"
#include "make_keys.h"
#include "reading_helpers.h"

namespace nhiscan {
namespace {

using credentials_test::list_fact;
using credentials_test::number_fact;
using credentials_test::read_alone;
using credentials_test::read_between;
using credentials_test::text_fact;

std::string repeated(char c, std::size_t count) { return std::string().append(count, c); }

TEST_CASE("read_credential: a checksum moves the confidence") {
  const credentials_test::RuleParts rule = {.checksum = "crc32-base62-6"};
  const std::string good = std::string("ghp") + "_" + repeated('A', 30) + "0uCPlr";
  const Finding ok = read_alone(rule, good);
  CHECK(ok.validity == Validity::checksum_ok);
  CHECK(ok.confidence == Confidence::high);
  const Finding bad = read_alone(rule, good.substr(0, 39) + "s");
  CHECK(bad.validity == Validity::checksum_bad);
  CHECK(bad.confidence == Confidence::low);
  const Finding none = read_alone(rule, "other");
  CHECK(none.validity == Validity::unknown);
  CHECK(none.confidence == Confidence::medium);
}

TEST_CASE("read_credential: without anything decoded the format speaks") {
  const Finding finding = read_alone(
      {.lifetime = LifetimeClass::non_expiring, .scope = "admin: everything in the account"}, "x");
  CHECK(finding.lifetime.lifetime_class == LifetimeClass::non_expiring);
  CHECK(finding.lifetime.basis == "format");
  CHECK(finding.scope.grants == std::vector<std::string>{"admin: everything in the account"});
  CHECK(finding.scope.level == ScopeLevel::admin);
  CHECK(finding.scope.basis == "format");
  CHECK(read_alone({}, "x").lifetime.basis == "unknown");
}

TEST_CASE("read_credential: nothing without a rule or with a span outside of the document") {
  Finding finding;
  read_credential(finding, "abc", {0, 3}, 0);
  CHECK(finding.decoded.empty());
  Finding other = credentials_test::finding_of({.decode = "stripe"});
  read_credential(other, "abc", {2, 9}, 0);
  read_credential(other, "abc", {2, 1}, 0);
  CHECK(other.decoded.empty());
}

TEST_CASE("read_credential: a captured fact names the target where no reader does") {
  Finding finding = credentials_test::finding_of({});
  finding.decoded["host"] = std::string("db.acme.test");
  read_credential(finding, "x", {0, 1}, 0);
  CHECK(finding.target == "db.acme.test");
}

TEST_CASE("read_credential: an Azure key's seed names its role") {
  const credentials_test::RuleParts rule = {.checksum = "azure-his-v1"};
  const Finding listen = read_alone(rule, repeated('A', 33) + "+ASb" + "LVJ3z4=");
  CHECK(text_fact(listen, "service") == "Service Bus");
  CHECK(text_fact(listen, "key_role") == "Listen00");
  CHECK(listen.scope.level == ScopeLevel::read);
  CHECK(read_alone(rule, repeated('A', 76) + "ACDb" + "82KEzw==").scope.level == ScopeLevel::admin);
}

TEST_CASE("knows_reader: knows the names that rules use, and no other") {
  for (const auto* name :
       {"aws-key-id", "azure-connection-string", "azure-sas", "basic-auth", "discord",
        "gitlab-routable", "google-oauth-client-id", "google-service-account", "jwt", "pgp",
        "private-key", "pypi-macaroon", "sentry-org", "slack", "stripe", "telegram", "x509"})
    CHECK(knows_reader(name));
  CHECK_FALSE(knows_reader(""));
  CHECK_FALSE(knows_reader("jw"));
}

TEST_CASE("read aws-key-id: the account of ids that carry it") {
  const Finding finding =
      read_alone({.decode = "aws-key-id"}, std::string("AKIA") + "RZPUZDIKAASAMPLE");
  CHECK(finding.target == "123456789012");
  CHECK(text_fact(finding, "account") == "123456789012");
  CHECK(text_fact(finding, "key_type") == "long-term access key");
  const Finding old =
      read_alone({.decode = "aws-key-id"}, std::string("AKIA") + "IOSFODNN7EXAMPLE");
  CHECK(old.target.empty());
  CHECK(read_alone({.decode = "aws-key-id"}, std::string("ASIA") + "RZPUZDIKAASAMPLE").kind ==
        Kind::session_token);
}

TEST_CASE("read google-service-account: reads the object round the key") {
  const auto key = credentials_test::make_rsa_key();
  std::string pem = credentials_test::private_key_pem(key.get());
  for (auto at = pem.find('\n'); at != std::string::npos; at = pem.find('\n', at))
    pem.replace(at, 1, "\\n");
  const std::string before =
      R"([{"client_email":"other@x.iam.gserviceaccount.com"},{"type":"service_account","project_id":"proj-1",)"
      R"("private_key_id":"0123","private_key":")";
  const std::string after =
      R"(","client_email":"ci@proj-1.iam.gserviceaccount.com","client_id":"42"}])";
  const Finding finding = read_between({.decode = "google-service-account"}, before, pem, after);
  CHECK(text_fact(finding, "name") == "ci@proj-1.iam.gserviceaccount.com");
  CHECK(text_fact(finding, "private_key_id") == "0123");
  CHECK(text_fact(finding, "client_id") == "42");
  CHECK(finding.target == "proj-1");
  CHECK(finding.kind == Kind::service_account);
  CHECK(finding.validity == Validity::structure_ok);
  const std::string hash = text_fact(finding, "public_key");
  CHECK(hash == text_fact(read_alone({.decode = "private-key"}, pem), "public_key"));

  const std::string whole =
      before.substr(before.find("},") + 2) + pem + after.substr(0, after.size() - 1);
  CHECK(text_fact(read_alone({.decode = "google-service-account"}, whole), "public_key") == hash);
  std::string escaped;
  for (const char c : whole)
    escaped += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  const Finding inside = read_alone({.decode = "google-service-account"}, escaped);
  CHECK(text_fact(inside, "name") == "ci@proj-1.iam.gserviceaccount.com");
  CHECK(text_fact(inside, "public_key") == hash);
  CHECK(read_alone({.decode = "google-service-account"}, "{{{{").decoded.empty());
}

TEST_CASE("read google-oauth-client-id: the project number") {
  CHECK(read_alone({.decode = "google-oauth-client-id"},
                   "123456-" + repeated('a', 32) + ".apps.googleusercontent.com")
            .target == "123456");
}

TEST_CASE("read gitlab-routable: the ids in the payload") {
  const Finding user =
      read_alone({.decode = "gitlab-routable"},
                 std::string("glpat") + "-" + repeated('A', 21) + "GM6MQpvOjEKdTp6Cw.01.121hce11m");
  CHECK(number_fact(user, "user") == 35);
  CHECK(number_fact(user, "organization") == 1);
  const Finding runner = read_alone({.decode = "gitlab-routable"},
                                    std::string("acme-glrt") + "-t1_" + repeated('A', 21) +
                                        "G86MQpwOjJzCnQ6MQp1OnoQ.01.180n2g25c");
  CHECK(number_fact(runner, "project") == 100);
  CHECK(runner.target == "project 100");
  CHECK(read_alone({.decode = "gitlab-routable"}, "glpat-" + repeated('A', 20)).decoded.empty());
}

TEST_CASE("read azure-sas: permissions, end and account") {
  const std::string query =
      "sv=2022-11-02&sr=c&st=2025-06-01T00:00:00Z&se=2025-06-20T00:00:00Z&sp=rl&sig=" +
      repeated('A', 43) + "%3D&sktid=t-1&skoid=o-1";
  const std::string url = "https://acme.blob.core.windows.net/data?";
  const Finding finding = read_between({.decode = "azure-sas"}, "url = \"" + url, query, "\"\n");
  CHECK(finding.lifetime.lifetime_class == LifetimeClass::bounded);
  CHECK(finding.scope.level == ScopeLevel::read);
  CHECK(finding.scope.grants == std::vector<std::string>{"read", "list"});
  CHECK(text_fact(finding, "tenant") == "t-1");
  CHECK(finding.target == "acme");
  const Finding old =
      read_alone({.decode = "azure-sas"}, "?sv=2020-01-01&amp;se=2021-01-01&amp;sp=rwdl&amp;sig=x");
  CHECK(old.validity == Validity::expired);
  CHECK(old.scope.level == ScopeLevel::write);
  CHECK(read_alone({.decode = "azure-sas"}, "sv=1&se=9999999-99-99&sig=x").lifetime.expires ==
        std::nullopt);
  const Finding bus = read_alone({.decode = "azure-sas"},
                                 "sr=https%3A%2F%2Facme-orders-and-more.servicebus.windows.net%2F"
                                 "queue&se=1750000000&skn=send&sig=x");
  CHECK(text_fact(bus, "host") == "acme-orders-and-more.servicebus.windows.net");
  CHECK(bus.target == "acme-orders-and-more");
}

TEST_CASE("read azure-connection-string: account, endpoint and policy") {
  const Finding storage =
      read_between({.decode = "azure-connection-string"},
                   "CONN=\"DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=", "key==",
                   ";EndpointSuffix=core.windows.net\"");
  CHECK(storage.target == "acme");
  CHECK(text_fact(storage, "endpoint_suffix") == "core.windows.net");
  const Finding bus =
      read_alone({.decode = "azure-connection-string"},
                 "Endpoint=sb://acme.servicebus.windows.net/"
                 ";SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=a=");
  CHECK(bus.target == "acme");
  CHECK(text_fact(bus, "policy") == "RootManageSharedAccessKey");
  CHECK(bus.scope.level == ScopeLevel::admin);
}

TEST_CASE("read basic-auth: the user, never the password") {
  const credentials_test::RuleParts rule = {.decode = "basic-auth", .kind = Kind::basic_auth};
  const std::string word = repeated('p', 12);
  for (const Finding& finding :
       {read_alone(rule, encode_base64("bot:" + word)),
        read_alone(rule, "https://bot:" + word + "@git.acme.test/x"),
        read_alone(rule, "bot:" + word),
        read_between(rule, "url: https://bot:", word, "@git.acme.test/x\n")}) {
    CHECK(text_fact(finding, "user") == "bot");
    for (const auto& [name, value] : finding.decoded)
      if (const auto* text = std::get_if<std::string>(&value))
        CHECK(text->find(word) == std::string::npos);
  }
  CHECK(read_between(rule, "https://bot:", word, "@git.acme.test/x").target == "git.acme.test");
  CHECK(text_fact(read_alone(rule, "https://x-access-token:" + word + "@h/"), "user_means") ==
        "GitHub App installation token");
}

TEST_CASE("read slack: type and team") {
  const Finding bot = read_alone(
      {.decode = "slack"}, std::string("xoxb") + "-123456789012-210987654321-" + repeated('A', 24));
  CHECK(text_fact(bot, "token_type") == "bot");
  CHECK(bot.target == "123456789012");
  CHECK(bot.kind == Kind::service_account);
  const Finding hook =
      read_alone({.decode = "slack", .kind = Kind::webhook},
                 "https://hooks.slack.com/services/T0123/B0456/" + repeated('x', 24));
  CHECK(hook.target == "T0123");
  CHECK(text_fact(hook, "webhook_id") == "B0456");
  CHECK(hook.kind == Kind::webhook);
  const Finding app =
      read_alone({.decode = "slack"}, std::string("xapp") + "-1-A0123-456-" + repeated('a', 64));
  CHECK(text_fact(app, "app") == "A0123");
}

TEST_CASE("read stripe: the mode gives the environment") {
  CHECK(read_alone({.decode = "stripe"}, std::string("sk") + "_live_" + repeated('A', 24))
            .environment == "prod");
  CHECK(read_alone({.decode = "stripe"}, std::string("rk") + "_test_" + repeated('A', 24))
            .environment == "test");
  CHECK(read_alone({.decode = "stripe"}, "sk_other").environment == "unknown");
}

TEST_CASE("read telegram, discord: the bot's id") {
  CHECK(read_alone({.decode = "telegram"}, "123456789:" + repeated('A', 35)).target == "123456789");
  const std::string user = encode_base64url("123456789012345678");
  const Finding bot = read_alone({.decode = "discord"}, user + ".AAAAAA." + repeated('A', 38));
  CHECK(text_fact(bot, "user") == "123456789012345678");
  CHECK(number_fact(bot, "account_created_at") == 1449504792);
  const Finding hook =
      read_alone({.decode = "discord"},
                 "https://discord.com/api/webhooks/123456789012345678/" + repeated('A', 68));
  CHECK(text_fact(hook, "webhook_id") == "123456789012345678");
  CHECK(hook.lifetime.issued == 1449504792);
}

TEST_CASE("read sentry-org: organisation and address") {
  const std::string body = encode_base64(
      R"({"iat":1700000000.0,"url":"https://sentry.io","region_url":"https://us.sentry.io","org":"acme"})");
  const Finding finding = read_alone({.decode = "sentry-org"},
                                     std::string("sntrys") + "_" + body + "_" + repeated('A', 43));
  CHECK(finding.target == "acme");
  CHECK(text_fact(finding, "region_url") == "https://us.sentry.io");
  CHECK(finding.lifetime.issued == 1700000000);
}

std::string field(char type, const std::string& data) {
  return std::string(1, type) + static_cast<char>(data.size()) + data;
}

std::string pypi_token(const std::vector<std::string>& caveats) {
  std::string bytes = "\2" + field('\1', "pypi.org") + field('\2', "id-1") + '\0';
  for (const auto& caveat : caveats)
    bytes += field('\2', caveat) + '\0';
  return std::string("pypi") + "-" +
         encode_base64url(bytes + '\0' + "\6" + " " + repeated('\0', 32));
}

TEST_CASE("read pypi-macaroon: caveats say how far and how long") {
  const credentials_test::RuleParts rule = {.decode = "pypi-macaroon"};
  const Finding account = read_alone(rule, pypi_token({R"([3,"u"])"}));
  CHECK(text_fact(account, "location") == "pypi.org");
  CHECK(account.target == "pypi.org");
  CHECK(list_fact(account, "caveats") == std::vector<std::string>{"user"});
  CHECK(account.lifetime.lifetime_class == LifetimeClass::non_expiring);
  const Finding project =
      read_alone(rule, pypi_token({R"([0,1750000900,1750000000])", R"([1,["tool"]])"}));
  CHECK(project.target == "tool");
  CHECK(project.lifetime.expires == 1750000900);
  CHECK(project.lifetime.lifetime_class == LifetimeClass::ephemeral);
  CHECK(project.scope.level == ScopeLevel::write);
  const Finding legacy =
      read_alone(rule, pypi_token({R"({"version":1,"permissions":{"projects":["old"]}})"}));
  CHECK(list_fact(legacy, "projects") == std::vector<std::string>{"old"});
  const std::string sample =
      std::string("pypi") +
      "-AgEIcHlwaS5vcmcCJDAwMDAwMDAwLTAwMDAtNDAwMC04MDAwLTAwMDAwMDAwMDAwMAACK1szLCAi" +
      "MDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAxIl0AAAYg" + repeated('A', 43);
  CHECK(list_fact(read_alone(rule, sample), "caveats") == std::vector<std::string>{"user"});
  CHECK(read_alone(rule, "pypi-AgEIcHlw").decoded.empty());
}

TEST_CASE("level_of_description: only what the text states") {
  CHECK(level_of_description("read-only access to logs") == ScopeLevel::read);
  CHECK(level_of_description("can write to every project") == ScopeLevel::write);
  CHECK(level_of_description("admin of the organisation") == ScopeLevel::admin);
  CHECK(level_of_description("non-admin key") == ScopeLevel::unknown);
  CHECK(level_of_description("acts as the user") == ScopeLevel::unknown);
}

TEST_CASE("level_of: the highest word counts") {
  CHECK(level_of({"https://www.googleapis.com/auth/devstorage.read_only"}) == ScopeLevel::read);
  CHECK(level_of({"https://www.googleapis.com/auth/cloud-platform"}) == ScopeLevel::admin);
  CHECK(level_of({"contents:read", "contents:write"}) == ScopeLevel::write);
  CHECK(level_of({"roles/iam.serviceAccountTokenCreator"}) == ScopeLevel::mint);
  CHECK(level_of({"*"}) == ScopeLevel::admin);
  CHECK(level_of({}) == ScopeLevel::unknown);
}

TEST_CASE("parse_spiffe_id: keeps to the grammar") {
  const auto id = parse_spiffe_id("spiffe://acme.test/ns/pay/sa/api");
  REQUIRE(id);
  CHECK(id->trust_domain == "acme.test");
  CHECK(id->path == "/ns/pay/sa/api");
  CHECK(parse_spiffe_id("SPIFFE://acme.test"));
  for (const std::string& bad :
       {std::string("spiffe://"), std::string("spiffe://Acme/x"), std::string("spiffe://a:8/x"),
        std::string("spiffe://u@a/x"), std::string("spiffe://a/x/"), std::string("spiffe://a//x"),
        std::string("spiffe://a/../x"), std::string("spiffe://a/%41"),
        std::string("spiffe://a/x?y"), std::string("http://a/x"), "spiffe://" + repeated('a', 256),
        "spiffe://a/" + repeated('x', 3000)}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_spiffe_id(bad));
  }
}

}  // namespace
}  // namespace nhiscan
