#include <doctest/doctest.h>

#include <string>

#include "unit/reports/sample_report.h"

using namespace nhiscan;

namespace {

/// The cell of a path in a report on one finding.
std::string path_cell(const std::string& path) {
  Report report = sample::many_findings(1);
  report.findings[0].location.path = path;
  const std::string text = sample::written("csv", report);
  const std::string before = ",********,";
  const std::size_t from = text.find(before) + before.size();
  return text.substr(from, text.find(",1,1,code,", from) - from);
}

}  // namespace

TEST_CASE("write_csv: a cell that a spreadsheet would compute is text") {
  CHECK(path_cell("a.txt") == "a.txt");
  CHECK(path_cell("=1+1") == "'=1+1");
  CHECK(path_cell("=cmd|'/C calc'!A0") == "'=cmd|'/C calc'!A0");
  CHECK(path_cell("+1") == "'+1");
  CHECK(path_cell("-1") == "'-1");
  CHECK(path_cell("@SUM(A1)") == "'@SUM(A1)");
  CHECK(path_cell("=HYPERLINK(\"a\",\"b\")") == "\"'=HYPERLINK(\"\"a\"\",\"\"b\"\")\"");
  CHECK(path_cell("\xEF\xBC\x9D"
                  "1") ==
        "'\xEF\xBC\x9D"
        "1");
  CHECK(path_cell("a=1") == "a=1");
}

TEST_CASE("write_csv: tabs and line ends are made visible, separators and quotes are quoted") {
  CHECK(path_cell("\t=1") == "\\x09=1");
  CHECK(path_cell("\r=1\n=2") == "\\x0d=1\\x0a=2");
  CHECK(path_cell("a,b \"c\"") == "\"a,b \"\"c\"\"\"");
  CHECK(path_cell("a\xFF\x1B") == "a\\xff\\x1b");
}
