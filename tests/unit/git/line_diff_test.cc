#include "git/line_diff.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace nhiscan {
namespace {

/// The touched lines, each in brackets.
std::string shown(const std::string& before, const std::string& now) {
  std::string out;
  for (const Span& span : touched_lines(before, now))
    out += "[" + now.substr(span.begin, span.size()) + "]";
  return out;
}

/// Length of the longest common subsequence of the lines, the slow way.
std::size_t common_lines(const std::string& before, const std::string& now) {
  std::vector<std::vector<std::size_t>> best(before.size() + 1,
                                             std::vector<std::size_t>(now.size() + 1));
  for (std::size_t i = 0; i < before.size(); ++i)
    for (std::size_t j = 0; j < now.size(); ++j)
      best[i + 1][j + 1] =
          before[i] == now[j] ? best[i][j] + 1 : std::max(best[i][j + 1], best[i + 1][j]);
  return best.back().back();
}

/// Each letter on a line of its own.
std::string on_lines(const std::string& letters) {
  std::string text;
  for (const char letter : letters)
    text += std::string(1, letter) + "\n";
  return text;
}

}  // namespace

TEST_CASE("touched_lines: what the change adds or touches") {
  struct Case {
    std::string before;
    std::string now;
    std::string touched;
  };
  const std::vector<Case> cases = {
      {"", "", ""},
      {"", "a\nb\n", "[a\nb\n]"},
      {"a\nb\n", "", ""},
      {"a\nb\n", "a\nb\n", ""},
      {"a\nb", "a\nb\n", ""},
      {"a\nb\n", "a\nb", ""},
      {"a\n", "a\r\n", "[a\r\n]"},
      {"a\nb\nc\n", "a\nx\nc\n", "[x\n]"},
      {"a\nc\n", "a\nb\nc\n", "[b\n]"},
      {"a\nb\nc\n", "a\nc\n", ""},
      {"a\nb\nc\nd\n", "x\nb\ny\nd\nz", "[x\n][y\n][z]"},
      {"a\na\n", "a\na\na\n", "[a\n]"},
      {"a\nb\nc\n", "b\nc\na\n", "[a\n]"},
      {"{\n}\n", "{\n}\n{\n}\n", "[{\n}\n]"},
      {"\n\n", "\n\n\n", "[\n]"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.before);
    CAPTURE(one.now);
    CHECK(shown(one.before, one.now) == one.touched);
  }
}

TEST_CASE("touched_lines: as few lines as there can be") {
  std::mt19937 random(7);  // NOLINT(cert-msc51-cpp): the same texts every time
  for (int round = 0; round < 500; ++round) {
    std::string before;
    std::string now;
    for (std::size_t i = random() % 20; i-- > 0;)
      before += static_cast<char>('a' + random() % 4);
    for (std::size_t i = random() % 20; i-- > 0;)
      now += static_cast<char>('a' + random() % 4);
    CAPTURE(before);
    CAPTURE(now);
    const std::string text = on_lines(now);
    std::string untouched = text;
    std::size_t touched = 0;
    const auto spans = touched_lines(on_lines(before), text);
    std::for_each(spans.rbegin(), spans.rend(), [&](const Span& span) {
      touched += span.size() / 2;
      untouched.erase(span.begin, span.size());
    });
    CHECK(touched == now.size() - common_lines(before, now));
    std::string letters;
    for (std::size_t i = 0; i < untouched.size(); i += 2)
      letters += untouched[i];
    CHECK(common_lines(before, letters) == letters.size());
  }
}

TEST_CASE("touched_lines: too many differences touch all they may concern") {
  std::string before;
  std::string now;
  for (int i = 0; i < 20'000; ++i) {
    before += std::to_string(i) + "\n";
    now += std::to_string(19'999 - i) + "\n";
  }
  const auto spans = touched_lines("same\n" + before, "same\n" + now);
  REQUIRE(spans.size() == 1);
  CHECK(spans.front() == Span{5, 5 + now.size()});
}

}  // namespace nhiscan
