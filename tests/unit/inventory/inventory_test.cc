#include "inventory/inventory.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "classification/classify.h"
#include "policy/policy.h"

using namespace nhiscan;

namespace {

std::shared_ptr<const Rule> rule(const std::string& id, std::vector<std::string> pairs = {}) {
  Rule made;
  made.id = id;
  made.name = id;
  made.provider = "Acme";
  made.severity = Severity::critical;
  made.pairs = std::move(pairs);
  made.revoke = "Acme console > Tokens";
  return std::make_shared<const Rule>(made);
}

Finding finding(const std::string& id, std::shared_ptr<const Rule> by, const std::string& path,
                std::size_t begin) {
  Finding made;
  made.id = id;
  made.rule = std::move(by);
  made.provider = "Acme";
  made.secret = Secret("3f9a1c7be05d24683f9a1c7be05d2468");
  made.location.root = ".";
  made.location.path = path;
  made.location.begin = begin;
  made.location.end = begin + 20;
  return made;
}

Inventory inventory_of(std::vector<Finding> findings,
                       const std::vector<Declaration>& declarations = {}) {
  classify(findings);
  Inventory inventory = build_inventory(findings, declarations, "salt");
  classify(inventory, 0);
  return inventory;
}

Declaration account(const std::string& name, const std::string& path) {
  Declaration made;
  made.format = "kubernetes";
  made.what = "ServiceAccount";
  made.provider = "Kubernetes";
  made.name = name;
  made.location.path = path;
  return made;
}

}  // namespace

TEST_CASE(
    "build_inventory: one key in five files is one identity with five occurrences, two keys in one "
    "file are two") {
  const auto token = rule("acme-token");
  std::vector<Finding> findings;
  for (int i = 0; i < 5; ++i)
    findings.push_back(finding("one", token, "file" + std::to_string(i), 0));
  findings.push_back(finding("two", token, "file0", 100));
  const Inventory inventory = inventory_of(findings);
  REQUIRE(inventory.identities.size() == 2);
  CHECK(inventory.identities[0].id == "one");
  CHECK(inventory.identities[0].occurrences.size() == 5);
  CHECK(inventory.identities[0].leaked);
  CHECK(inventory.identities[1].occurrences.size() == 1);
}

TEST_CASE("build_inventory: an id and its secret are one identity, each with its nearest") {
  const auto key = rule("acme-id", {"acme-secret"});
  const auto secret = rule("acme-secret");
  const Inventory inventory =
      inventory_of({finding("id1", key, "a", 0), finding("secret1", secret, "a", 40),
                    finding("id2", key, "a", 400), finding("secret2", secret, "a", 440),
                    finding("secret3", secret, "b", 0)});
  REQUIRE(inventory.identities.size() == 3);
  for (const Identity& identity : inventory.identities) {
    if (identity.parts.size() == 1)
      CHECK(identity.parts[0] == "secret3");
    else
      CHECK(identity.parts[0].back() == identity.parts[1].back());
  }
}

TEST_CASE(
    "build_inventory: a certificate and the key of the same public key are one identity, in any "
    "files") {
  Finding certificate = finding("cert", rule("x509"), "a.crt", 0);
  Finding key = finding("key", rule("pem"), "b.key", 0);
  Finding other = finding("other", rule("pem"), "c.key", 0);
  certificate.decoded["public_key"] = std::string("k1");
  key.decoded["public_key"] = std::string("k1");
  other.decoded["public_key"] = std::string("k2");
  CHECK(inventory_of({certificate, key, other}).identities.size() == 2);
}

TEST_CASE("build_inventory: a token belongs to the declared principal that it names") {
  Finding token = finding("token", rule("jwt"), "a.env", 0);
  token.decoded["subject"] = std::string("system:serviceaccount:shop:api");
  const Inventory inventory =
      inventory_of({token}, {account("system:serviceaccount:shop:api", "sa.yaml")});
  REQUIRE(inventory.identities.size() == 1);
  CHECK(inventory.identities[0].leaked);
  CHECK(inventory.identities[0].declared);
  CHECK(inventory.identities[0].occurrences.size() == 2);
}

TEST_CASE("build_inventory: one principal declared in two files is one identity") {
  const Inventory inventory =
      inventory_of({}, {account("system:serviceaccount:shop:api", "a.yaml"),
                        account("system:serviceaccount:shop:api", "b.yaml")});
  REQUIRE(inventory.identities.size() == 1);
  CHECK(inventory.identities[0].declared);
  CHECK_FALSE(inventory.identities[0].leaked);
}

TEST_CASE(
    "classify: severity goes down in tests, for files that git ignores, and for what is public") {
  const auto token = rule("acme-token");
  Finding plain = finding("a", token, "src/a", 0);
  Finding in_test = finding("b", token, "tests/a", 0);
  Finding ignored = finding("c", token, "src/b", 0);
  ignored.tracked = false;
  Rule open_rule = *token;
  open_rule.is_public = true;
  Finding open = finding("d", std::make_shared<const Rule>(open_rule), "src/c", 0);
  std::vector<Finding> findings = {plain, in_test, ignored, open};
  classify(findings);
  CHECK(findings[0].severity == Severity::critical);
  CHECK(findings[1].severity == Severity::high);
  CHECK(findings[2].severity == Severity::high);
  CHECK(findings[3].severity == Severity::low);
}

TEST_CASE(
    "classify: the risk is the sum of its factors, and mint is worse than admin, write and read") {
  double previous = 101;
  for (const ScopeLevel level :
       {ScopeLevel::mint, ScopeLevel::admin, ScopeLevel::write, ScopeLevel::read}) {
    Finding token = finding("a", rule("acme-token"), "src/a", 0);
    token.scope.level = level;
    const Identity identity = inventory_of({token}).identities.front();
    double sum = 0;
    for (const RiskFactor& factor : identity.risk_factors)
      sum += factor.weight;
    CHECK(identity.risk_score == doctest::Approx(sum));
    CHECK(identity.risk_score < previous);
    previous = identity.risk_score;
  }
}

TEST_CASE("evaluate: a usable credential in plaintext fails, an expired one does not") {
  Finding expired = finding("old", rule("acme-token"), "src/b", 0);
  expired.lifetime.lifetime_class = LifetimeClass::expired;
  expired.validity = Validity::expired;
  Inventory inventory = inventory_of({finding("live", rule("acme-token"), "src/a", 0), expired});
  const Verdict verdict = evaluate(inventory);
  CHECK(verdict.failed == 1);
  CHECK(inventory.identities[0].id == "live");
  REQUIRE_FALSE(inventory.identities[0].policy.empty());
  CHECK(inventory.identities[0].policy[0].policy == "no-plaintext-credential");
  CHECK(inventory.identities[0].policy[0].verdict == "fail");
}
