#include "scan/recognise.h"

#include <doctest/doctest.h>

#include <string>

#include "base/encoding.h"

namespace nhiscan {
namespace {

const RuleSet& embedded_rules() {
  static const RuleSet kRules = [] {
    auto rules = RuleSet::embedded();
    REQUIRE(rules);
    return *std::move(rules);
  }();
  return kRules;
}

std::shared_ptr<const Rule> rule_called(std::string_view id) {
  for (const auto& rule : embedded_rules().rules())
    if (rule->id == id) return rule;
  FAIL("no rule ", id);
  return nullptr;
}

std::vector<Recognised> recognised(const std::string& text, std::string_view as_rule = {}) {
  RecogniseOptions options;
  options.now = 1750000000;
  if (!as_rule.empty()) options.as_rule = rule_called(as_rule);
  return recognise(text, embedded_rules(), options);
}

/// Rule ids of what a text holds, `?` for what nothing recognised.
std::string rules_in(const std::string& text, std::string_view as_rule = {}) {
  std::string ids;
  for (const Recognised& part : recognised(text, as_rule)) {
    if (part.credentials.empty()) ids += ids.empty() ? "?" : " ?";
    for (const Finding& finding : part.credentials)
      ids += (ids.empty() ? "" : " ") + finding.rule->id;
  }
  return ids;
}

std::string joined(std::initializer_list<std::string> parts) {
  std::string whole;
  for (const std::string& part : parts)
    whole += part;
  return whole;
}

const std::string kGithub = joined({"ghp", "_", std::string(30, 'A'), "0uCPlr"});
const std::string kAwsSample = joined({"AKIA", "IOSFODNN7", "EXAMPLE"});

TEST_CASE("recognise: each line is what it says, samples too") {
  const auto parts = recognised("nothing here\n\n" + kAwsSample + "\nexport T=" + kGithub + "\n");
  REQUIRE(parts.size() == 3);
  CHECK(parts[0].credentials.empty());
  REQUIRE(parts[1].credentials.size() == 1);
  CHECK(parts[1].credentials[0].rule->provider == "AWS");
  CHECK(parts[1].credentials[0].location.line == 3);
  REQUIRE(parts[2].credentials.size() == 1);
  const Finding& github = parts[2].credentials[0];
  CHECK(github.validity == Validity::checksum_ok);
  CHECK(github.secret.expose() == kGithub);
  CHECK(github.location.line == 4);
  CHECK_FALSE(github.id.empty());
}

TEST_CASE("recognise: a comment that allows a secret doesn't hide it") {
  CHECK(rules_in(kAwsSample + "  # nhiscan:allow") == rules_in(kAwsSample));
}

TEST_CASE("recognise: without a name, a checksum proves what keywords would") {
  const std::string pat = joined({"mrsy2zthnbuuaftknnwg23tpob", "yxe43uov3pc53ypf5hw7d5pz7q"});
  CHECK(rules_in(pat).find("azure-devops") == 0);
}

TEST_CASE("recognise: a nameless value has the form of some rules, and --as says of which") {
  const std::string value = joined({"7f3a9c1e5b", "2d4f6a8c0e1b3d5f7a9c"}) + "1e";
  const auto parts = recognised(value);
  REQUIRE(parts.size() == 1);
  CHECK(parts[0].credentials.empty());
  CHECK_FALSE(parts[0].possible_rules.empty());
  CHECK(parts[0].possible_rules.size() <= 10);
  CHECK(rules_in(value, parts[0].possible_rules.front()) == parts[0].possible_rules.front());
  CHECK(rules_in("no such form", parts[0].possible_rules.front()) == "?");
}

TEST_CASE("recognise: a token of unknown make that is a JWT says so itself") {
  const std::string token = encode_base64url(R"({"alg":"none"})") + "." +
                            encode_base64url(R"({"iss":"https://acme.test","sub":"svc"})") + ".";
  const auto parts = recognised(token);
  REQUIRE(parts.size() == 1);
  REQUIRE_FALSE(parts[0].credentials.empty());
  CHECK(std::get<std::string>(parts[0].credentials[0].decoded.at("subject")) == "svc");
}

TEST_CASE("recognise: bytes that are neither text nor a key are not recognised") {
  const auto parts = recognised(std::string("\0\1\2\3", 4));
  REQUIRE(parts.size() == 1);
  CHECK(parts[0].credentials.empty());
  CHECK(parts[0].piece.line_count == 0);
  CHECK(recognised("").empty());
}

}  // namespace
}  // namespace nhiscan
