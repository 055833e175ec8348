// JUnit XML as Jenkins, GitLab, Azure and CircleCI read it (junit-10.xsd of Jenkins' xunit plugin):
// for findings one suite for each rule, for an inventory one for each class. What fails the run
// fails a test; what was not read is an error; a report of nothing has one test that passes, since
// a file without tests counts as a mistake.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/time.h"
#include "nhiscan/report.h"
#include "policy/policy.h"
#include "reports/listing.h"
#include "reports/markup.h"
#include "reports/phrases.h"

namespace nhiscan {
namespace {

enum class Outcome : std::uint8_t { passed, failed, broken };

struct TestCase {
  std::string name;
  std::string class_name;
  Outcome outcome = Outcome::passed;
  std::string type;     ///< of a failure or an error
  std::string message;  ///< one line
  std::vector<std::string> details;
};

struct Suite {
  std::string name;
  std::vector<TestCase> cases;

  [[nodiscard]] std::size_t count(Outcome outcome) const {
    return static_cast<std::size_t>(std::ranges::count(cases, outcome, &TestCase::outcome));
  }
};

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + markup_text(value) + "\"";
}

std::string lines_of(const std::vector<std::string>& details) {
  std::string text;
  for (const std::string& line : details)
    if (!line.empty()) text += (text.empty() ? "" : "\n") + markup_text(line);
  return text;
}

void write_case(const TestCase& test, std::ostream& out) {
  out << "    <testcase" << attribute("name", test.name) << attribute("classname", test.class_name);
  if (test.outcome == Outcome::passed && test.details.empty()) {
    out << "/>\n";
    return;
  }
  std::string element = "system-out";
  if (test.outcome != Outcome::passed)
    element = test.outcome == Outcome::failed ? "failure" : "error";
  out << ">\n      <" << element;
  if (test.outcome != Outcome::passed)
    out << attribute("type", test.type) << attribute("message", test.message);
  out << '>' << lines_of(test.details) << "</" << element << ">\n    </testcase>\n";
}

class JunitReport {
 public:
  explicit JunitReport(const Report& report) : report_(report), redactor_(report) {}

  void write(std::ostream& out) const {
    const std::vector<Suite> all = suites();
    std::size_t tests = 0;
    std::size_t failures = 0;
    std::size_t errors = 0;
    for (const Suite& suite : all) {
      tests += suite.cases.size();
      failures += suite.count(Outcome::failed);
      errors += suite.count(Outcome::broken);
    }
    out << R"(<?xml version="1.0" encoding="UTF-8"?>)"
        << "\n<testsuites" << attribute("name", "nhiscan") << counts(tests, failures, errors)
        << ">\n";
    const std::string timestamp = format_rfc3339(report_.started);
    for (const Suite& suite : all) {
      out << "  <testsuite" << attribute("name", suite.name)
          << counts(suite.cases.size(), suite.count(Outcome::failed), suite.count(Outcome::broken))
          << attribute("skipped", "0")
          << attribute("timestamp", timestamp.substr(0, timestamp.size() - 1)) << ">\n";
      for (const TestCase& test : suite.cases)
        write_case(test, out);
      out << "  </testsuite>\n";
    }
    out << "</testsuites>\n";
  }

 private:
  static std::string counts(std::size_t tests, std::size_t failures, std::size_t errors) {
    return attribute("tests", std::to_string(tests)) +
           attribute("failures", std::to_string(failures)) +
           attribute("errors", std::to_string(errors));
  }

  [[nodiscard]] std::vector<Suite> suites() const {
    std::map<std::string, std::vector<TestCase>, std::less<>> by_name;
    if (report_.command == "inventory") {
      for (const Identity& identity : report_.inventory.identities)
        by_name[std::string(to_string(class_of(identity.kind)))].push_back(identity_case(identity));
    } else {
      for (const Finding& finding : report_.findings)
        by_name[rule_of(finding).id].push_back(finding_case(finding));
    }
    std::vector<Suite> all;
    for (auto& entry : by_name)
      all.push_back({entry.first, std::move(entry.second)});
    if (all.empty())
      all.push_back({"nothing found",
                     {{.name = "nothing to report in " +
                               count_phrase(report_.coverage.files, "file", "files"),
                       .class_name = "nhiscan",
                       .outcome = Outcome::passed,
                       .type = {},
                       .message = {},
                       .details = {}}}});
    if (Suite unread = unread_suite(); !unread.cases.empty()) all.push_back(std::move(unread));
    return all;
  }

  [[nodiscard]] TestCase finding_case(const Finding& finding) const {
    const Secrets own = {&finding.secret};
    const std::string place = place_of(redactor_, finding.location);
    const Rule& rule = rule_of(finding);
    const std::string owner = redactor_.clean(finding.owner.name, own);
    return {
        .name = place,
        .class_name = "nhiscan." + rule.id,
        .outcome = fails_run(finding) ? Outcome::failed : Outcome::passed,
        .type = std::string(to_string(finding.severity)),
        .message = finding_title(report_, finding) + " in " + place,
        .details = {"secret: " + shown_secret(report_, finding), "place: " + place,
                    "severity: " + std::string(to_string(finding.severity)) +
                        ", confidence: " + std::string(to_string(finding.confidence)),
                    lifetime_phrase(finding.lifetime, report_.started),
                    owner.empty() ? "" : "owner: " + owner,
                    history_phrase(finding).empty() ? "" : "history: " + history_phrase(finding),
                    rule.revoke.empty() ? "" : "revoke: " + rule.revoke}};
  }

  [[nodiscard]] TestCase identity_case(const Identity& identity) const {
    const std::string title = identity_title(redactor_, identity);
    TestCase test{.name = title,
                  .class_name = "nhiscan." + std::string(to_string(class_of(identity.kind))) + "." +
                                std::string(to_string(identity.kind)),
                  .outcome = Outcome::passed,
                  .type = {},
                  .message = {},
                  .details = {}};
    if (!identity.occurrences.empty())
      test.name += " at " + place_of(redactor_, identity.occurrences.front().location);
    for (const PolicyResult& result : identity.policy) {
      test.details.push_back(result.verdict + ": " + result.policy + ": " + result.message);
      if (result.verdict != "fail") continue;
      test.outcome = Outcome::failed;
      test.type = join({test.type, result.policy}, ", ");
      test.message = join({test.message, result.message}, "; ");
    }
    if (test.outcome == Outcome::failed) test.message = title + ": " + test.message;
    test.details.push_back("severity: " + std::string(to_string(identity.severity)));
    test.details.push_back(lifetime_phrase(identity.lifetime, report_.started));
    const std::string owner = redactor_.clean(identity.owner.name);
    test.details.push_back("owner: " + (owner.empty() ? "nobody known" : owner));
    for (const std::string& step : identity.offboarding)
      test.details.push_back("to retire it: " + redactor_.clean(step));
    return test;
  }

  [[nodiscard]] Suite unread_suite() const {
    Suite suite{"not read", {}};
    for (const Skipped& skipped : report_.coverage.skipped)
      if (skipped.failed)
        suite.cases.push_back({.name = redactor_.clean(skipped.path),
                               .class_name = "nhiscan",
                               .outcome = Outcome::broken,
                               .type = "not read",
                               .message = redactor_.clean(skipped.reason),
                               .details = {}});
    return suite;
  }

  const Report& report_;
  Redactor redactor_;
};

}  // namespace

void write_junit(const Report& report, std::ostream& out) { JunitReport(report).write(out); }

}  // namespace nhiscan
