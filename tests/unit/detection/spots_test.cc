#include "detection/spots.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>

namespace nhiscan {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

int kind(char c) { return is_digit(c) ? 3 : is_upper(c) ? 2 : is_lower(c) ? 1 : 0; }

bool all(std::string_view text, std::string_view others) {
  return std::ranges::all_of(
      text, [&](char c) { return kind(c) != 0 || others.find(c) != std::string_view::npos; });
}

/// Whether a spot ends at `end`, by the words of spots.h.
bool ends_spot(std::string_view text, std::size_t end) {
  if (end < 16) return false;
  const std::string_view short_part = text.substr(end - 16, 16);
  if (all(short_part, "-") && std::ranges::any_of(short_part, is_digit)) return true;
  if (std::ranges::all_of(short_part, [](char c) { return is_upper(c) || is_digit(c); }))
    return true;
  if (end < 20) return false;
  const std::string_view part = text.substr(end - 20, 20);
  int changes = 0;
  for (std::size_t i = 1; i < part.size(); ++i)
    if (kind(part[i]) != 0 && kind(part[i - 1]) != 0 && kind(part[i]) != kind(part[i - 1]))
      ++changes;
  return all(part, "_-+/") && changes >= 8;
}

TEST_CASE("has_spot: what looks drawn at random") {
  CHECK(has_spot("key = 0123456789abcdef;"));
  CHECK(has_spot("abcdefgh-ijklmno-7"));
  CHECK(has_spot("QWERTYUIOPASDFGH"));
  CHECK(has_spot("aBcDeFgHiJkLmNoPqRsT"));
  CHECK(has_spot("aB3dE/fG7hI+jK2lM9nO"));
}

TEST_CASE("has_spot: not names, paths and short values") {
  CHECK_FALSE(has_spot(""));
  CHECK_FALSE(has_spot("0123456789abcde"));
  CHECK_FALSE(has_spot("a_rather_long_name_of_a_function"));
  CHECK_FALSE(has_spot("AnotherConsiderablyLongName"));
  CHECK_FALSE(has_spot("A_RATHER_LONG_NAME_OF_A_CONSTANT_V2"));
  CHECK_FALSE(has_spot("usr/share/doc/library/readme"));
  CHECK_FALSE(has_spot("password: correct.horse.battery.staple.1"));
}

TEST_CASE("oracle: spots are where their description puts them, on any text") {
  std::mt19937 random(7);
  const std::string_view alphabets[] = {"abcdefgh", "abcABC019_-", "aB0+/_- =", "AZ09",
                                        "aaaaaaaaB1 "};
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    const std::size_t size = random() % 400;
    while (text.size() < size) {
      const std::string_view alphabet = alphabets[random() % std::size(alphabets)];
      for (std::size_t i = random() % 60; i > 0; --i)
        text += alphabet[random() % alphabet.size()];
      if (random() % 8 == 0) text += static_cast<char>(random());
    }
    std::vector<std::size_t> ends;
    for (std::size_t end = 1; end <= text.size(); ++end)
      if (ends_spot(text, end)) ends.push_back(end);
    REQUIRE(has_spot(text) == !ends.empty());

    std::vector<Span> windows;
    add_spot_windows(text, 30, 10, windows);
    for (const std::size_t end : ends) {
      const Span wanted{end - std::min<std::size_t>(end, 30), std::min(text.size(), end + 10)};
      REQUIRE(std::ranges::any_of(windows, [&](const Span& window) {
        return window.begin <= wanted.begin && wanted.end <= window.end;
      }));
    }
    for (std::size_t i = 0; i < windows.size(); ++i) {
      REQUIRE(windows[i].end <= text.size());
      if (i > 0) REQUIRE(windows[i - 1].end < windows[i].begin);
      REQUIRE(std::ranges::any_of(
          ends, [&](std::size_t end) { return windows[i].begin <= end && end <= windows[i].end; }));
    }
  }
}

}  // namespace
}  // namespace nhiscan
