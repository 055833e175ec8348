#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "base/text.h"
#include "unit/reports/sample_report.h"

using namespace nhiscan;

namespace {

std::vector<std::string> table_lines(const Report& report) {
  std::vector<std::string> lines;
  std::istringstream text(sample::written("table", report));
  for (std::string line; std::getline(text, line);)
    lines.push_back(line);
  return lines;
}

bool holds(const std::vector<std::string>& lines, std::string_view part) {
  return std::ranges::any_of(
      lines, [&](const std::string& line) { return line.find(part) != std::string::npos; });
}

}  // namespace

TEST_CASE("write_table: nothing found is one calm line") {
  const auto lines = table_lines(sample::empty_report());
  REQUIRE(lines.size() == 1);
  CHECK(lines[0] == "No secrets found: 120 files, 1.2 MB scanned in 2 s");
}

TEST_CASE("write_table: nothing found in an incomplete scan says so") {
  Report report = sample::empty_report();
  report.complete = false;
  report.coverage.skipped = {{"a", "permission denied", 5, true}};
  const auto lines = table_lines(report);
  CHECK(holds(lines, "a  permission denied"));
  CHECK(holds(lines, "No secrets found in what could be read"));
}

TEST_CASE("write_table: the worst file is on top, what to do is at the end") {
  const auto lines = table_lines(sample::dir_report());
  CHECK(lines[0] == "deploy/settings.py");
  CHECK(lines[1].find("critical    12:15  Acme deploy token") != std::string::npos);
  CHECK(lines[1].ends_with("@acme/platform \xC2\xB7 prod"));
  CHECK(holds(lines, "1 critical, 2 high, 1 medium: 3 distinct secrets in 3 files"));
  CHECK(holds(lines, "log \xC2\xB7 ignored by git \xC2\xB7 inside logs.tar.gz > app.log"));
  CHECK(holds(lines, "expired 2025-10-16 \xC2\xB7 test file \xC2\xB7 low confidence"));
  CHECK(holds(lines, "suppressed: 2 by comments, 1 by the baseline, 5 as placeholders"));
  CHECK(holds(lines, "The scan is incomplete: 1 file could not be read"));
  CHECK(holds(lines, "Next: revoke these 2 first"));
  CHECK(lines[lines.size() - 4] ==
        "  1. Acme deploy token acme\xE2\x80\xA6"
        "eeff  deploy/settings.py:12");
}

TEST_CASE("write_table: identities stand under their owners") {
  const auto lines = table_lines(sample::inventory_report());
  CHECK(lines[0] == "@acme/platform  team, by CODEOWNERS:3");
  CHECK(lines[1].find("critical  Acme deploy token \xC2\xB7 acme-prod") != std::string::npos);
  CHECK(lines[1].ends_with("risk 92"));
  CHECK(holds(lines, "never expires \xC2\xB7 scope write \xC2\xB7 prod"));
  CHECK(holds(lines, "deploy/settings.py:12  +1 more"));
  CHECK(holds(lines, "\xE2\x86\x92 Acme console > Tokens > Revoke"));
  CHECK(holds(lines, "No known owner"));
  CHECK(holds(lines, "! bound to cluster-admin"));
  CHECK(holds(lines, "expires in 12 d"));
  CHECK(holds(lines, "1 leaked, 2 declared, 1 without an owner, 1 against a policy"));
}

TEST_CASE("write_table: no line is wider than the terminal, or ends in spaces") {
  for (Report report : {sample::empty_report(), sample::dir_report(), sample::inventory_report(),
                        sample::hostile_report()}) {
    for (const std::size_t width : {0, 20, 31, 60, 73, 100, 200, 5000}) {
      report.width = width;
      for (const std::string& line : table_lines(report)) {
        CAPTURE(line);
        CHECK(display_width(line) <= std::min<std::size_t>(std::max<std::size_t>(width, 20), 200));
        CHECK_FALSE(line.ends_with(' '));
      }
    }
  }
}

TEST_CASE("write_table: colours only on request, and nothing but colours changes") {
  Report report = sample::dir_report();
  const std::string plain = sample::written("table", report);
  CHECK(plain.find('\x1B') == std::string::npos);
  report.color = true;
  std::string colored = sample::written("table", report);
  CHECK(colored.find("\x1B[1;31mcritical\x1B[0m") != std::string::npos);
  for (std::size_t at = colored.find('\x1B'); at != std::string::npos; at = colored.find('\x1B')) {
    colored.erase(at, colored.find('m', at) - at + 1);
  }
  CHECK(colored == plain);
}
