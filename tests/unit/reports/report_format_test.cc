// Promises that every output format keeps.
#include "reports/report_format.h"

#include <doctest/doctest.h>

#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/log_command.h"
#include "base/text.h"
#include "unit/reports/sample_report.h"

using namespace nhiscan;

namespace {

std::vector<Report> samples() {
  return {sample::empty_report(), sample::dir_report(), sample::inventory_report(),
          sample::hostile_report(), sample::hostile_dir_report()};
}

}  // namespace

TEST_CASE("report_formats: names are unique and found again") {
  std::set<std::string_view> names;
  for (const ReportFormat& format : report_formats()) {
    CHECK(names.insert(format.name).second);
    CHECK_FALSE(format.summary.empty());
    CHECK(find_report_format(format.name) == &format);
  }
  CHECK(find_report_format("no-such-format") == nullptr);
}

TEST_CASE("report_formats: no secret leaves, neither its own field nor the text around it") {
  for (const ReportFormat& format : report_formats()) {
    CAPTURE(format.name);
    for (const Report& report : samples()) {
      const std::string text = sample::written(format, report);
      CHECK(text.find(sample::acme_token()) == std::string::npos);
      CHECK(text.find(sample::acme_token().substr(8)) == std::string::npos);
      CHECK(text.find(sample::short_password()) == std::string::npos);
      CHECK(text.find("planted") == std::string::npos);
    }
  }
}

TEST_CASE("report_formats: short secrets in a commit message don't leave either") {
  for (const ReportFormat& format : report_formats()) {
    CAPTURE(format.name);
    Report report = sample::inventory_report();
    report.findings[0].secret = Secret("s3cr3t!");
    report.findings[0].commit->summary = "use s3cr3t! from now on";
    report.inventory.identities[0].occurrences[0].commit->summary = "use s3cr3t! from now on";
    CHECK(sample::written(format, report).find("s3cr3t!") == std::string::npos);
  }
}

TEST_CASE("report_formats: secrets are shown on request") {
  for (const ReportFormat& format : report_formats()) {
    CAPTURE(format.name);
    Report report = sample::dir_report();
    report.show_secrets = true;
    CHECK(sample::written(format, report).find(sample::acme_token()) != std::string::npos);
  }
}

TEST_CASE("report_formats: control characters and bytes that aren't UTF-8 never come through") {
  for (const ReportFormat& format : report_formats()) {
    CAPTURE(format.name);
    for (Report report : samples()) {
      for (const bool show : {false, true}) {
        report.show_secrets = show;
        const std::string text = sample::written(format, report);
        CHECK(to_valid_utf8(text) == text);
        for (std::size_t at = 0; at < text.size();) {
          const CodePoint point = code_point_at(text, at);
          if (point.value != '\n') REQUIRE_FALSE(is_unsafe_to_show(point.value));
          at += point.size;
        }
      }
    }
  }
}

TEST_CASE("report_formats: the same report gives the same bytes") {
  for (const ReportFormat& format : report_formats()) {
    CAPTURE(format.name);
    for (const Report& report : samples()) {
      CHECK(sample::written(format, report) == sample::written(format, report));
    }
  }
}

TEST_CASE("report_formats: a finding without a rule, and a report without anything, are written") {
  for (const ReportFormat& format : report_formats()) {
    CAPTURE(format.name);
    const bool is_silent = format.name == "hook";  // of a hook that lets pass
    CHECK(sample::written(format, Report{}).empty() == is_silent);
    Report report;
    report.findings.emplace_back();
    report.inventory.identities.emplace_back();
    CHECK_FALSE(sample::written(format, report).empty());
  }
}

TEST_CASE("report_formats: nothing that a CI service's log acts on comes through") {
  // Documented by Azure Pipelines ("Logging commands", "Formatting commands") and TeamCity
  // ("Service messages"); the runner of GitHub Actions reads `##[` too, and `::` where a line
  // begins.
  for (const char* hostile :
       {"::stop-commands::x", "##vso[task.setvariable variable=a]b", "##[add-mask]a",
        "##teamcity[setParameter name='a' value='b']", "###vso[task.x]", "  ::error::a"}) {
    Report report = sample::inventory_report();
    for (Finding& finding : report.findings)
      finding.location.path = finding.owner.name = finding.provider = finding.target = hostile;
    for (Identity& identity : report.inventory.identities) {
      identity.name = identity.owner.name = identity.provider = hostile;
      for (Occurrence& occurrence : identity.occurrences)
        occurrence.location.path = hostile;
    }
    report.coverage.skipped = {{hostile, hostile, 1, true}};
    for (const char* command : {"inventory", "dir"}) {
      report.command = command;
      if (report.command == "dir") report.inventory.identities.clear();
      for (const ReportFormat& format : report_formats()) {
        CAPTURE(format.name);
        for (const std::size_t width : {20, 100}) {
          report.width = width;
          std::istringstream text(sample::written(format, report));
          for (std::string line; std::getline(text, line);) {
            CAPTURE(line);
            CHECK(find_log_command(line, 0) == std::string::npos);
            const std::string_view command_line = trim(line);
            if (format.name != "github") CHECK_FALSE(command_line.starts_with("::"));
          }
        }
      }
    }
  }
}
