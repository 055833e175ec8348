#include "base/nearest_word.h"

#include <doctest/doctest.h>

#include <array>

using namespace nhiscan;

TEST_CASE("nearest_word: what a typing error was meant to be") {
  constexpr auto kWords = std::to_array<std::string_view>({"exclude", "min_severity", "threads"});
  CHECK(nearest_word("exclud", kWords) == "exclude");
  CHECK(nearest_word("ecxlude", kWords) == "exclude");
  CHECK(nearest_word("min-severity", kWords) == "min_severity");
  CHECK(nearest_word("severity", kWords).empty());
  CHECK(nearest_word("x", kWords).empty());
  CHECK(nearest_word("", kWords).empty());
  CHECK(did_you_mean("thread", kWords) == "; did you mean 'threads'?");
  CHECK(did_you_mean("colour", kWords).empty());
}
