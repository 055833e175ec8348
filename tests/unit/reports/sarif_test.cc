#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "unit/reports/sample_report.h"

using namespace nhiscan;
using nlohmann::json;

namespace {

json run_of(const Report& report) {
  return json::parse(sample::written("sarif", report))["runs"][0];
}

}  // namespace

TEST_CASE("write_sarif: an empty report has an empty list of results") {
  const json run = run_of(sample::empty_report());
  CHECK(run["results"] == json::array());
  CHECK(run["tool"]["driver"]["rules"] == json::array());
  CHECK(run["invocations"][0]["executionSuccessful"] == true);
}

TEST_CASE("write_sarif: the worst come first, each pointing at its rule") {
  const json run = run_of(sample::dir_report());
  const json& results = run["results"];
  REQUIRE(results.size() == 4);
  CHECK(results[0]["level"] == "error");
  CHECK(results[0]["ruleId"] == "acme-deploy-token");
  CHECK(results[3]["level"] == "warning");
  for (const json& result : results) {
    CHECK(run["tool"]["driver"]["rules"].at(result["ruleIndex"].get<std::size_t>())["id"] ==
          result["ruleId"]);
  }
  CHECK(run["tool"]["driver"]["rules"].size() == 3);
  CHECK(run["tool"]["driver"]["rules"][0]["properties"]["security-severity"] == "9.5");
}

TEST_CASE("write_sarif: fingerprints are the line's hash and the finding's id") {
  Report report = sample::dir_report();
  report.findings[1].line_hash.clear();
  const json run = run_of(report);
  CHECK(
      run["results"][0]["partialFingerprints"] ==
      json({{"primaryLocationLineHash", "93ebec982707f6f5:1"}, {"nhiFingerprint/v1", "idtoken"}}));
  CHECK(run["results"][1]["partialFingerprints"] == json({{"nhiFingerprint/v1", "idkey"}}));
}

TEST_CASE("write_sarif: paths are relative and percent-encoded") {
  struct Case {
    std::string path;
    std::string uri;
  };
  for (const auto& example : {
           Case{"src/a b.py", "src/a%20b.py"},
           Case{"./a", "a"},
           Case{"a#b?c%d:e", "a%23b%3Fc%25d%3Ae"},
           Case{"caf\xC3\xA9\xFF", "caf%C3%A9%FF"},
           Case{"/etc/key", "file:///etc/key"},
           Case{"", "stdin"},
       }) {
    CAPTURE(example.path);
    Report report = sample::dir_report();
    report.findings[0].location.path = example.path;
    CHECK(
        run_of(
            report)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] ==
        example.uri);
  }
}

TEST_CASE("write_sarif: a region never ends before it begins") {
  Report report = sample::dir_report();
  report.findings[0].location = Location{};
  report.findings[0].location.line = 0;
  report.findings[0].location.column = 9;
  report.findings[0].location.end_column = 0;
  CHECK(run_of(report)["results"][0]["locations"][0]["physicalLocation"]["region"] ==
        json({{"startLine", 1}, {"startColumn", 9}, {"endLine", 1}, {"endColumn", 9}}));
}

TEST_CASE("write_sarif: brackets and braces of a message are not links or arguments") {
  Report report = sample::dir_report();
  auto rule = std::make_shared<Rule>(*report.findings[0].rule);
  rule->name = "a {0} [b](c)";
  report.findings[0].rule = rule;
  report.findings[0].owner.name.clear();
  const std::string text = run_of(report)["results"][0]["message"]["text"];
  CHECK(text.starts_with("a {{0}} \\[b\\](c) acme"));
}

TEST_CASE("write_sarif: failed files and cut results become notifications") {
  const json failed = run_of(sample::dir_report())["invocations"][0];
  CHECK(failed["executionSuccessful"] == false);
  REQUIRE(failed["toolExecutionNotifications"].size() == 1);
  CHECK(failed["toolExecutionNotifications"][0]["message"]["text"] ==
        "not read: permission denied");

  const json run = run_of(sample::many_findings(25001));
  CHECK(run["results"].size() == 25000);
  CHECK(run["results"][0]["ruleId"] == "acme-key");
  const std::string notice =
      run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
  CHECK(notice.starts_with("The 25000 most severe of 25001"));
}

TEST_CASE("write_sarif: a secret is a property only on request") {
  Report report = sample::inventory_report();
  json properties = run_of(report)["results"][0]["properties"];
  CHECK_FALSE(properties.contains("secret"));
  CHECK(properties["identity"] == "idtoken");
  report.show_secrets = true;
  properties = run_of(report)["results"][0]["properties"];
  CHECK(properties["secret"] == sample::acme_token());
}
