#include "detection/provider_name.h"

#include <doctest/doctest.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "detection/key_words.h"
#include "detection/statement.h"

namespace nhiscan {
namespace {

std::shared_ptr<const Rule> rule_of(std::string id, std::string provider, Kind kind) {
  Rule rule;
  rule.id = std::move(id);
  rule.provider = std::move(provider);
  rule.kind = kind;
  return std::make_shared<const Rule>(std::move(rule));
}

/// What is named for the value `~` of `text`, assigned to `key`; for another one if `value` is
/// given.
std::string named(std::string text, const std::string& key, Kind kind,
                  const std::string& value = "~") {
  const std::vector<std::shared_ptr<const Rule>> rules = {
      rule_of("new-relic-key", "New Relic", Kind::api_key),
      rule_of("redis-url", "Redis", Kind::connection_string)};
  const ProviderNames names(rules);
  Match match;
  match.rule = rule_of("generic-key", "Generic", kind);
  const auto at = text.find('~');
  text.replace(at, 1, value);
  match.secret = {at, at + value.size()};
  match.span = match.secret;
  match.key = key;
  const auto found = names.name(text, match);
  return found ? found->provider + " by " + found->basis : "";
}

}  // namespace

TEST_CASE("ProviderNames: a token is named after the words of its key") {
  CHECK(named("ATERA_API_KEY = ~", "ATERA_API_KEY", Kind::api_key) == "atera by key ATERA_API_KEY");
  CHECK(named("\"Atera:ApiKey\": \"~\"", "ApiKey", Kind::api_key) == "atera by key Atera:ApiKey");
  CHECK(named("ATERA: API_KEY=~", "API_KEY", Kind::api_key) == "atera by label ATERA: API_KEY");
  CHECK(named("MY_API_KEY = ~", "MY_API_KEY", Kind::api_key).empty());
  CHECK(named("session_secret = ~", "session_secret", Kind::api_key).empty());
}

TEST_CASE("ProviderNames: a token of a provider whose tokens are known has not their form") {
  CHECK(named("newRelicToken = ~", "newRelicToken", Kind::api_key).empty());
}

TEST_CASE("ProviderNames: a password is named after a provider of the catalogue only") {
  CHECK(named("REDIS_PASSWORD=~", "REDIS_PASSWORD", Kind::password) ==
        "Redis by key REDIS_PASSWORD");
  CHECK(named("ATERA_PASSWORD=~", "ATERA_PASSWORD", Kind::password).empty());
  CHECK(named("ATERA_PASSWORD=~", "ATERA_PASSWORD", Kind::password,
              "7kq2vx9wm4tr7zpl8zqek7xmzrt9wlp4") == "atera by key ATERA_PASSWORD");
}

TEST_CASE("name_in: the words before the one that says what the value is") {
  struct Case {
    const char* key;
    const char* name;
  };
  const Case cases[] = {
      {"MY_ATERA_API_KEY", "ATERA"}, {"SESSION_SECRET", ""}, {"atera", ""}, {"", ""},
      {"ateraSECRETtoken", "atera"}, {"ACCESSKEY", ""}};
  for (const Case& c : cases) {
    CAPTURE(c.key);
    CHECK(name_in(c.key) == c.name);
  }
}

TEST_CASE("registered_domain: what somebody has registered") {
  struct Case {
    const char* host;
    const char* domain;
  };
  const Case cases[] = {{"api.particle.io", "particle.io"},
                        {"www.acme.co.uk", "acme.co.uk"},
                        {"localhost", ""},
                        {"api.example.com", ""},
                        {"", ""}};
  for (const Case& c : cases) {
    CAPTURE(c.host);
    CHECK(registered_domain(c.host) == c.domain);
  }
}

}  // namespace nhiscan
