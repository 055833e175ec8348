#include "base/log_time.h"

#include <doctest/doctest.h>

#include <array>
#include <string>

#include "base/time.h"

using namespace nhiscan;

namespace {

const std::int64_t kNow = *parse_rfc3339("2026-11-20T12:00:00Z");

std::string shown(const std::optional<std::int64_t>& time) {
  return time ? format_rfc3339(*time) : "none";
}

}  // namespace

TEST_CASE("first_log_time: the forms that logs have") {
  struct Row {
    const char* line;
    const char* time;
  };
  const auto rows = std::to_array<Row>({
      {"2026-10-01T09:41:07Z x", "2026-10-01T09:41:07Z"},
      {"[2026-10-01 09:41:07,113] x", "2026-10-01T09:41:07Z"},
      {"2026-10-01T09:41:07.1234567+02:00", "2026-10-01T07:41:07Z"},
      {"2026/10/01 09:41:07 [error]", "2026-10-01T09:41:07Z"},
      {"20261001-09:41:07:606|x", "2026-10-01T09:41:07Z"},
      {"1.2.3.4 - - [01/Oct/2026:11:41:07 +0200] \"GET", "2026-10-01T09:41:07Z"},
      {"Oct  1 09:41:07 host", "2026-10-01T09:41:07Z"},
      {"Dec 31 23:59:59 host", "2025-12-31T23:59:59Z"},
      {"[Thu Oct 01 09:41:07 2020] [error]", "2020-10-01T09:41:07Z"},
      {"E1001 09:41:07.123456 7 x.go:1]", "2026-10-01T09:41:07Z"},
      {"17/06/09 20:10:40 INFO", "2017-06-09T20:10:40Z"},
      {"081109 203615 148 INFO", "2008-11-09T20:36:15Z"},
      {"{\"ts\":1790847667.25}", "2026-10-01T09:41:07Z"},
      {"{\"timestamp\": \"1790847667000\"}", "2026-10-01T09:41:07Z"},
      {"#1790847667", "2026-10-01T09:41:07Z"},
      {": 1790847667:0;ls", "2026-10-01T09:41:07Z"},
      {"id=1790847667", "none"},
      {"2026-13-01T09:41:07Z", "none"},
      {"2026-10-01T25:41:07Z", "none"},
      {"version 2026.10.01", "none"},
      {"", "none"},
  });
  for (const Row& row : rows)
    CHECK_MESSAGE(shown(first_log_time(row.line, kNow)) == row.time, row.line);
}

TEST_CASE("last_log_time: the nearest to the end") {
  CHECK(shown(last_log_time("2026-10-01T09:41:07Z a 2026-10-02T00:00:30Z b", kNow)) ==
        "2026-10-02T00:00:30Z");
  CHECK(shown(last_log_time("2026-10-01 09:41:07 a 12:00", kNow)) == "2026-10-01T09:41:07Z");
}
