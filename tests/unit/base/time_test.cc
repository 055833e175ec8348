#include "base/time.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

using nhiscan::format_date;
using nhiscan::format_rfc3339;
using nhiscan::parse_rfc3339;

TEST_CASE("format_rfc3339: writes UTC, leap days and years before the epoch too") {
  struct Case {
    std::int64_t seconds;
    std::string text;
  };
  for (const auto& example : {
           Case{0, "1970-01-01T00:00:00Z"},
           Case{-1, "1969-12-31T23:59:59Z"},
           Case{951782400, "2000-02-29T00:00:00Z"},
           Case{1795163400, "2026-11-20T08:30:00Z"},
           Case{-62135596801, "0000-12-31T23:59:59Z"},
           Case{-63549360000, "-0044-03-15T00:00:00Z"},
       }) {
    CAPTURE(example.text);
    CHECK(format_rfc3339(example.seconds) == example.text);
    CHECK(parse_rfc3339(example.text) == example.seconds);
  }
}

TEST_CASE("format_rfc3339: clamps what four digits can't say") {
  CHECK(format_rfc3339(std::numeric_limits<std::int64_t>::max()) == "9999-12-31T23:59:59Z");
  CHECK(format_rfc3339(std::numeric_limits<std::int64_t>::min()) == "-9999-01-01T00:00:00Z");
  CHECK(parse_rfc3339("9999-12-31T23:59:59Z") == 253402300799);
  CHECK(parse_rfc3339("-9999-01-01T00:00:00Z") == -377705116800);
}

TEST_CASE("format_date: is the date of the same moment") {
  CHECK(format_date(1795163400) == "2026-11-20");
  CHECK(format_date(-1) == "1969-12-31");
}

TEST_CASE("parse_rfc3339: reads zones, fractions, bare dates and plain seconds") {
  const std::optional<std::int64_t> moment = 1795163400;
  CHECK(parse_rfc3339("2026-11-20T10:30:00+02:00") == moment);
  CHECK(parse_rfc3339("2026-11-20 03:00:00.123456-05:30") == moment);
  CHECK(parse_rfc3339("2026-11-20t08:30:00z") == moment);
  CHECK(parse_rfc3339("1795163400") == moment);
  CHECK(parse_rfc3339("2026-11-20") == *moment - 8 * 3600 - 30 * 60);
  CHECK(parse_rfc3339("-5") == -5);
  CHECK(parse_rfc3339("2016-12-31T23:59:60Z") == 1483228800);
}

TEST_CASE("parse_rfc3339: refuses everything else") {
  for (const char* text : {"", "now", "-", "2026-02-30", "2026-13-01", "2026-00-01", "2026-1-1",
                           "2026-11-20T", "2026-11-20T08:30:00", "2026-11-20T24:00:00Z",
                           "2026-11-20T08:60:00Z", "2026-11-20T08:30:00.Z", "2026-11-20T08:30:00+2",
                           "2026-11-20T08:30:00Zx", "12 ", "99999999999999999999", "0x10"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_rfc3339(text).has_value());
  }
}
