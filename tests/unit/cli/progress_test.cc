#include "cli/progress.h"

#include <doctest/doctest.h>

using namespace nhiscan;

TEST_CASE("progress_line: how far, how fast, how long still") {
  constexpr std::uint64_t kMiB = 1024UL * 1024;
  CHECK(progress_line({120, 34 * kMiB, 900, 2}, 80) ==
        "120 of 900 files, 34 MiB, 17 MiB/s, 13 s left");
  CHECK(progress_line({120, 34 * kMiB, std::nullopt, 2}, 80) == "120 files, 34 MiB, 17 MiB/s");
  CHECK(progress_line({0, 34 * kMiB, std::nullopt, 2}, 80) == "34 MiB, 17 MiB/s");
  CHECK(progress_line({1, kMiB, 1000, 1}, 80) == "1 of 1000 files, 1 MiB, 1 MiB/s, 17 min left");
  CHECK(progress_line({1, kMiB, 100000, 1}, 80) == "1 of 100000 files, 1 MiB, 1 MiB/s, 28 h left");
  CHECK(progress_line({10, kMiB, 10, 1}, 80) == "10 of 10 files, 1 MiB, 1 MiB/s");
}

TEST_CASE("progress_line: fits the terminal") {
  const ScanState state{120, 34UL << 20U, 900, 2};
  for (std::size_t width = 1; width < 60; ++width)
    CHECK(progress_line(state, width).size() < width);
  CHECK(progress_line(state, 30) == "120 of 900 files, 34 MiB");
}
