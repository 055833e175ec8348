#include "scan/line_hash.h"

#include <doctest/doctest.h>

#include <numeric>
#include <string>
#include <vector>

namespace {

std::vector<std::string> hashes(const std::string& text, std::size_t line_count) {
  std::vector<std::size_t> lines(line_count);
  std::iota(lines.begin(), lines.end(), 1);
  return nhiscan::line_hashes(text, lines);
}

}  // namespace

TEST_CASE("line_hashes: gives the published values") {
  using Values = std::vector<std::string>;
  CHECK(hashes("", 1) == Values{"c129715d7a2bc9a3:1"});
  CHECK(hashes("a=1\nTOKEN=abc\n", 3) ==
        Values{"eda9d2dc2ca0f6d6:1", "93ebec982707f6f5:1", "c129715d7a2bc9a3:1"});
  CHECK(hashes("x\nx\n", 3) ==
        Values{"8c072f39cc89b447:1", "828973aa50c68d6d:1", "c129715d7a2bc9a3:1"});
}

TEST_CASE("line_hashes: ignores indentation and the style of line ends") {
  CHECK(hashes("a=1\nb=2\n", 3) == hashes("\ta = 1\r\n  b\t=2\r\n", 3));
}

TEST_CASE("line_hashes: counts the occurrences of equal windows") {
  const std::string line(150, 'x');
  std::string text;
  for (int i = 0; i < 3; ++i)
    text += line + "\n";
  const auto values = hashes(text, 3);
  CHECK(values[0].ends_with(":1"));
  CHECK(values[1] == values[0].substr(0, values[0].size() - 1) + "2");
  CHECK(values[2] == values[0].substr(0, values[0].size() - 1) + "3");
}

TEST_CASE("line_hashes: repeated and later lines alone give the same values") {
  const std::string text = "one\ntwo\nthree\nfour\n";
  const auto all = hashes(text, 4);
  const std::vector<std::size_t> lines = {2, 2, 4};
  CHECK(nhiscan::line_hashes(text, lines) == std::vector<std::string>{all[1], all[1], all[3]});
}

TEST_CASE("line_hashes: a line that isn't there is empty") {
  const std::vector<std::size_t> lines = {1, 9};
  const auto values = nhiscan::line_hashes("one\n", lines);
  CHECK_FALSE(values[0].empty());
  CHECK(values[1].empty());
  CHECK(nhiscan::line_hashes("one\n", {}).empty());
}

TEST_CASE("line_hashes: a lone carriage return doesn't shift our line numbers") {
  const std::vector<std::size_t> second = {2};
  const std::vector<std::size_t> third = {3};
  CHECK(nhiscan::line_hashes("a\rb\nkey=1\n", second) ==
        nhiscan::line_hashes("a\nb\nkey=1\n", third));
  CHECK(nhiscan::line_hashes("a\r \nkey=1\n", second) ==
        nhiscan::line_hashes("a\n\nkey=1\n", third));
}

TEST_CASE("line_hashes: hashes UTF-16 code units, invalid bytes as U+FFFD") {
  CHECK(hashes("\xF0\x9F\x98\x80", 1) != hashes("\xEF\xBF\xBD", 1));
  CHECK(hashes("a\xFF", 1) == hashes("a\xEF\xBF\xBD", 1));
}
