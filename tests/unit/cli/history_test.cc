#include "cli/history.h"

#include <doctest/doctest.h>

#include "unit/reports/sample_report.h"

using namespace nhiscan;

TEST_CASE("add_history: places that a file still has are listed once, others are added") {
  const auto rule = sample::rule("r", "R", Kind::api_key, Severity::high);
  const auto at = [&](const char* path, std::size_t line) {
    return sample::finding("id", rule, "secret-of-the-test", sample::place(path, line, 1));
  };
  const auto in_history = [&](const char* path, std::size_t line, bool at_head) {
    Finding found = at(path, line);
    found.commit = Commit{.id = "c", .author = "A", .email = "a@b.test", .date = 1, .summary = {}};
    found.history = SecretHistory{};
    found.history->paths = {path};
    found.at_head = at_head;
    return found;
  };
  ScanOutcome files;
  files.findings = {at("a.env", 1), at("a.env", 2)};
  ScanOutcome history;
  history.findings = {in_history("a.env", 1, true), in_history("a.env", 2, true),
                      in_history("gone.env", 1, false)};
  add_history(files, std::move(history));
  REQUIRE(files.findings.size() == 3);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(files.findings[i].location.path == "a.env");
    CHECK(files.findings[i].location.line == i + 1);
    REQUIRE(files.findings[i].commit);
    CHECK(files.findings[i].commit->id == "c");
  }
  CHECK(files.findings[2].location.path == "gone.env");
  CHECK_FALSE(files.findings[2].at_head);
}
