#include "git/delta.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "unit/git/pack_builder.h"

using namespace nhiscan;

TEST_CASE("apply_delta: copies and inserts, and says what was copied") {
  const std::string base = "0123456789";
  const std::string delta =
      delta_of(base.size(), {{2, 3, ""}, {5, 2, ""}, {0, 0, "ab"}, {0, 4, ""}});
  std::vector<CopiedRange> copied;
  const auto result = apply_delta(base, delta, copied);
  REQUIRE(result);
  CHECK(result->view() == "23456ab0123");
  CHECK(copied == std::vector<CopiedRange>{{0, 2, 5}, {7, 0, 4}});
}

TEST_CASE("apply_delta: refuses what is damaged") {
  const std::string base = "0123456789";
  const std::vector<std::pair<const char*, std::string>> rows = {
      {"empty", ""},
      {"another base", delta_of(9, {{0, 5, ""}})},
      {"copy beyond the base", delta_of(10, {{8, 5, ""}})},
      {"insert beyond the delta", std::string("\x0a\x05\x05"
                                              "ab")},
      {"the reserved instruction", std::string("\x0a\x01\0", 3)},
      {"less than it says", std::string("\x0a\x05\x02"
                                        "ab")},
      {"more than it says", std::string("\x0a\x01\x02"
                                        "ab")},
      {"an instruction cut off", std::string("\x0a\x05\xff\x01")},
      {"a size without end", std::string(11, '\xff')},
  };
  for (const auto& row : rows) {
    CAPTURE(row.first);
    std::vector<CopiedRange> copied;
    CHECK_FALSE(apply_delta(base, row.second, copied));
  }
}
