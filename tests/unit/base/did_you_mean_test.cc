#include <doctest/doctest.h>

#include <array>

#include "base/near_word.h"

using namespace nhiscan;

TEST_CASE("did_you_mean: names what a typing error was meant to be") {
  constexpr auto kWords = std::to_array<std::string_view>({"exclude", "min_severity", "threads"});
  CHECK(did_you_mean("min-severity", kWords) == "; did you mean 'min_severity'?");
  CHECK(did_you_mean("thread", kWords) == "; did you mean 'threads'?");
  CHECK(did_you_mean("colour", kWords).empty());
}
