#include "classification/classify.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "nhiscan/rule.h"

using namespace nhiscan;

namespace {

Finding finding_in(std::string path, ValueJudgement value, std::vector<std::string> keywords = {}) {
  auto rule = std::make_shared<Rule>();
  rule->value = value;
  rule->keywords = std::move(keywords);
  rule->severity = Severity::high;
  Finding finding;
  finding.rule = std::move(rule);
  finding.confidence = Confidence::high;
  finding.storage = Storage::plaintext;
  finding.location.path = std::move(path);
  return finding;
}

Finding classified(Finding finding) {
  std::vector<Finding> findings{std::move(finding)};
  classify(findings);
  return std::move(findings.front());
}

}  // namespace

TEST_CASE("classify: what only its surroundings call a secret is in doubt in files for readers") {
  using enum ValueJudgement;
  for (const char* path :
       {"docs/setup.py", "setup.md", "conf/app.yml.sample", "api/swagger.json"}) {
    CAPTURE(path);
    CHECK(classified(finding_in(path, judged)).confidence == Confidence::low);
    CHECK(classified(finding_in(path, judged)).severity == Severity::medium);
    CHECK(classified(finding_in(path, exact, {"acme"})).confidence == Confidence::low);
    CHECK(classified(finding_in(path, exact)).confidence == Confidence::high);
    Finding proven = finding_in(path, judged);
    proven.validity = Validity::checksum_ok;
    CHECK(classified(proven).confidence == Confidence::high);
  }
  CHECK(classified(finding_in("src/app.py", judged)).confidence == Confidence::high);
}

TEST_CASE("classify: what opens nothing by itself is in doubt in files for readers") {
  Finding expired = finding_in("docs/sts.md", ValueJudgement::exact);
  expired.validity = Validity::expired;
  CHECK(classified(expired).confidence == Confidence::low);
  Finding hash = finding_in("docs/web.md", ValueJudgement::exact);
  hash.storage = Storage::encrypted;
  CHECK(classified(hash).confidence == Confidence::low);
  hash.location.path = "etc/shadow";
  CHECK(classified(hash).confidence == Confidence::high);
}

TEST_CASE("classify: the text under a key for readers is documentation") {
  for (const char* key : {"modules[0].examples.list[2].config", "paths./login.example.password",
                          "options[1].detailed_description"}) {
    CAPTURE(key);
    Finding finding = finding_in("plugins/acme/metadata.yaml", ValueJudgement::judged);
    finding.location.key_path = key;
    CHECK(classified(finding).context == Context::documentation);
    CHECK(classified(finding).confidence == Confidence::low);
  }
  Finding finding = finding_in("plugins/acme/metadata.yaml", ValueJudgement::judged);
  finding.location.key_path = "spec.resampler.password";
  CHECK(classified(finding).confidence == Confidence::high);
}

TEST_CASE("classify: a password that is a name in its path is in doubt") {
  Finding finding = finding_in("volumes/acmedb/secret.yaml", ValueJudgement::judged);
  finding.kind = Kind::password;
  finding.secret = Secret("AcmeDB1");
  CHECK(classified(finding).confidence == Confidence::low);
  finding.secret = Secret("hunter2");
  CHECK(classified(finding).confidence == Confidence::high);
}

TEST_CASE("classify: a test and an example that runs lower the severity, not the confidence") {
  for (const char* path : {"tests/app.py", "examples/shop/app.yml"}) {
    CAPTURE(path);
    const Finding finding = classified(finding_in(path, ValueJudgement::judged));
    CHECK(finding.confidence == Confidence::high);
    CHECK(finding.severity == Severity::medium);
  }
}

TEST_CASE("classify: the certificate of an authority is nobody's credential") {
  Finding authority = finding_in("ca-bundle.crt", ValueJudgement::exact);
  authority.kind = Kind::certificate;
  CHECK(classified(authority).confidence == Confidence::high);
  authority.scope.level = ScopeLevel::mint;
  CHECK(classified(authority).confidence == Confidence::low);
}

TEST_CASE("classify: where a checkout lies says nothing of its files") {
  Finding finding = finding_in("/srv/test/shop/src/app.py", ValueJudgement::judged);
  finding.location.root = "/srv/test/shop";
  CHECK(classified(finding).context == Context::code);
  finding.location.root = "/srv/test/shop/";
  CHECK(classified(finding).context == Context::code);
  CHECK(classified(finding_in("test/shop/src/app.py", ValueJudgement::judged)).context ==
        Context::test);
}

TEST_CASE(
    "classify: a member of an archive is a test or documentation where it or the archive is") {
  struct Row {
    const char* path;
    std::vector<std::string> chain;
    Context expected;
  };
  for (const Row& row : {Row{"charts/acme-1.0.tgz", {"acme/README.md"}, Context::documentation},
                         Row{"charts/acme-1.0.tgz", {"acme/values.yaml"}, Context::archive},
                         Row{"a.zip", {"src/tests/login.py", "base64"}, Context::test},
                         Row{"docs/samples/a.zip", {"users.json"}, Context::documentation}}) {
    CAPTURE(row.path);
    Finding finding = finding_in(row.path, ValueJudgement::judged);
    finding.location.chain = row.chain;
    finding.location.context = Context::archive;
    CHECK(static_cast<int>(classified(finding).context) == static_cast<int>(row.expected));
  }
}
