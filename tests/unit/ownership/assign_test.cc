#include "ownership/assign.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "../sources/temporary_repository.h"

using namespace nhiscan;

namespace {

constexpr std::int64_t kStart = 1700000000;
constexpr std::int64_t kDay = 86400;

Finding finding_at(const std::string& path, std::size_t line, const std::string& id = "id") {
  Finding finding;
  finding.id = id;
  finding.location.path = path;
  finding.location.line = line;
  return finding;
}

Owner owner_of(Finding finding, const std::string& root, std::int64_t now = kStart + kDay) {
  finding.location.root = root;
  std::vector<Finding> findings = {std::move(finding)};
  Inventory inventory;
  assign_owners(findings, inventory, {{root}, now, Blame::yes});
  return findings[0].owner;
}

bool has_evidence(const Owner& owner, const std::string& line) {
  return std::any_of(owner.evidence.begin(), owner.evidence.end(),
                     [&](const Evidence& one) { return one.source + " " + one.detail == line; });
}

}  // namespace

TEST_CASE("assign_owners: CODEOWNERS and the history agree or stand beside each other") {
  TemporaryRepository repository;
  repository.write("CODEOWNERS", "* jane@x.io\n/infra/ @acme/platform\n");
  repository.write("infra/a.tf", "token\n");
  repository.write("b.env", "a\ntoken\n");
  const std::string id = repository.commit("first", "Jane", "jane@x.io", kStart);
  const Owner platform = owner_of(finding_at(repository.at("infra/a.tf"), 1), repository.path());
  CHECK(platform.name == "@acme/platform");
  CHECK(platform.verdict == OwnerVerdict::owned);
  CHECK(has_evidence(platform, "CODEOWNERS:2 \"/infra/ @acme/platform\" -> @acme/platform (0.85)"));
  CHECK(platform.alternates == std::vector<std::string>{"Jane <jane@x.io>"});
  const Owner jane = owner_of(finding_at(repository.at("b.env"), 2), repository.path());
  CHECK(jane.name == "jane@x.io");
  CHECK(jane.confidence == doctest::Approx(0.75));
  CHECK(
      has_evidence(jane, "blame " + id.substr(0, 12) + ", 2023-11-14 -> Jane <jane@x.io> (0.50)"));
}

TEST_CASE("assign_owners: an annotation beats CODEOWNERS") {
  TemporaryRepository repository;
  repository.write(".github/CODEOWNERS", "/a.py @acme/web\n");
  repository.write("a.py", "# owner: @acme/data\nx = 1\n");
  const Owner owner = owner_of(finding_at(repository.at("a.py"), 2), repository.path());
  CHECK(owner.name == "@acme/data");
  CHECK(owner.confidence == doctest::Approx(0.9));
  CHECK(owner.alternates == std::vector<std::string>{"@acme/web"});
}

TEST_CASE(
    "assign_owners: whoever introduced a secret of the history owns it, unless it was a bot") {
  TemporaryRepository repository;
  repository.write("a", "x\n");
  const std::string id = repository.commit("by bot\n\nSigned-off-by: Jane <jane@x.io>\n",
                                           "renovate[bot]", "x@x.io", kStart);
  Finding finding = finding_at(repository.at("gone.env"), 3);
  finding.at_head = false;
  finding.commit = Commit{id, "Bob", "bob@x.io", kStart, "s"};
  CHECK(owner_of(finding, repository.path()).name == "Bob <bob@x.io>");
  CHECK(owner_of(finding, repository.path()).confidence == doctest::Approx(0.6));
  finding.commit = Commit{id, "renovate[bot]", "x@x.io", kStart, "s"};
  const Owner owner = owner_of(finding, repository.path());
  CHECK(owner.name == "Jane <jane@x.io>");
  CHECK(owner.confidence == doctest::Approx(0.55));
  CHECK(owner.verdict == OwnerVerdict::weakly_owned);
}

TEST_CASE("assign_owners: an author who stopped leaves an orphan") {
  TemporaryRepository repository;
  repository.write("a", "x\n");
  repository.commit("1", "Jane", "jane@x.io", kStart);
  repository.write("b", "x\n");
  repository.commit("2", "Bob", "bob@x.io", kStart + 300 * kDay);
  const Owner owner =
      owner_of(finding_at(repository.at("a"), 1), repository.path(), kStart + 301 * kDay);
  CHECK(owner.name == "Jane <jane@x.io>");
  CHECK(owner.verdict == OwnerVerdict::orphaned);
  CHECK(
      owner_of(finding_at(repository.at("b"), 1), repository.path(), kStart + 301 * kDay).verdict ==
      OwnerVerdict::weakly_owned);
}

TEST_CASE("assign_owners: outside of a repository files up to the scanned directory count") {
  const TemporaryDirectory directory;
  directory.write("package.json", R"({"author": "Pat <pat@x.io>"})");
  directory.write("infra/OWNERS", "approvers: [alice]\n");
  directory.write("infra/db/a.env", "x\n");
  directory.write("b.env", "x\n");
  directory.write("lib/node_modules/x/package.json", R"({"author": "Else <else@x.io>"})");
  const Owner alice = owner_of(finding_at(directory.at("infra/db/a.env"), 1), directory.path());
  CHECK(alice.name == "@alice");
  CHECK(alice.confidence == doctest::Approx(0.85));
  CHECK(owner_of(finding_at(directory.at("b.env"), 1), directory.path()).name == "Pat <pat@x.io>");
  CHECK(owner_of(finding_at(directory.at("b.env"), 1), directory.at("b.env")).name ==
        "Pat <pat@x.io>");
  CHECK(owner_of(finding_at(directory.at("lib/node_modules/x/a"), 1), directory.path()).name ==
        "Pat <pat@x.io>");
}

TEST_CASE("assign_owners: a catalog counts more in a directory of its own") {
  const TemporaryDirectory directory;
  const std::string entity =
      "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: a}\nspec: {owner: ";
  directory.write("catalog-info.yaml", entity + "all}\n");
  directory.write("pay/catalog-info.yaml", entity + "payments}\n");
  const Owner top = owner_of(finding_at(directory.at("x"), 1), directory.path());
  CHECK(top.name == "all");
  CHECK(top.confidence == doctest::Approx(0.75));
  const Owner own = owner_of(finding_at(directory.at("pay/src/x"), 1), directory.path());
  CHECK(own.name == "payments");
  CHECK(own.confidence == doctest::Approx(0.85));
  CHECK(has_evidence(own, "pay/catalog-info.yaml:4 Component a: spec.owner -> payments (0.85)"));
}

TEST_CASE("assign_owners: what a credential says of itself counts") {
  const TemporaryDirectory directory;
  Finding finding = finding_at(directory.at("key"), 1);
  finding.decoded["comment"] = std::string("jane@laptop");
  CHECK(owner_of(finding, directory.path()).name == "jane@laptop");
  CHECK(owner_of(finding, directory.path()).verdict == OwnerVerdict::owned);
  finding.decoded = {{"client_email", std::string("ci@proj.iam.gserviceaccount.com")}};
  CHECK(owner_of(finding, directory.path()).verdict == OwnerVerdict::weakly_owned);
  finding.decoded = {{"subject", std::string("CN=x,OU=Payments,O=Acme")}};
  CHECK(owner_of(finding, directory.path()).name == "Payments");
}

TEST_CASE("assign_owners: an identity has the best owner of its places, and a label beats them") {
  const TemporaryDirectory directory;
  directory.write("CODEOWNERS", "/a.env @acme/web\n");
  std::vector<Finding> findings = {finding_at(directory.at("a.env"), 1, "one"),
                                   finding_at(directory.at("b.env"), 1, "one")};
  for (Finding& finding : findings)
    finding.location.root = directory.path();
  Identity leaked;
  leaked.id = "one";
  leaked.parts = {"one"};
  Identity declared;
  declared.id = "two";
  Occurrence occurrence;
  occurrence.location = findings[0].location;
  declared.occurrences = {occurrence};
  declared.owner_labels = {{"label owner at k8s.yaml:4", "payments"}};
  Inventory inventory{{leaked, declared}};
  assign_owners(findings, inventory, {{directory.path()}, kStart, Blame::yes});
  CHECK(findings[1].owner.verdict == OwnerVerdict::unowned);
  CHECK(inventory.identities[0].owner.name == "@acme/web");
  CHECK(inventory.identities[1].owner.name == "payments");
  CHECK(inventory.identities[1].owner.confidence == doctest::Approx(0.95));
  CHECK(has_evidence(inventory.identities[1].owner,
                     "label owner at k8s.yaml:4 \"payments\" -> payments (0.95)"));
  CHECK(inventory.identities[1].owner.alternates == std::vector<std::string>{"@acme/web"});
}
