#include "decoders/text_marks.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "base/encoding.h"

using namespace nhiscan;

namespace {

std::string random_text(std::mt19937& random, std::string_view alphabet, std::size_t size) {
  std::string text;
  while (text.size() < size)
    text += alphabet[random() % alphabet.size()];
  return text;
}

std::vector<Span> runs_by_hand(std::string_view text) {
  std::vector<Span> runs;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && is_base64_digit(text[end]))
      ++end;
    if (end - begin >= kShortestRun) runs.push_back({begin, end});
    begin = end + 1;
  }
  return runs;
}

std::vector<Span> numbers_by_hand(std::string_view text) {
  const std::string_view digits = "0123456789abcdefABCDEF";
  std::vector<Span> runs;
  std::size_t at = text.find_first_of(digits);
  while (at != std::string_view::npos) {
    Span run{at, at};
    while (at < text.size() && at - run.end < 8 &&
           (digits.find(text[at]) != std::string_view::npos ||
            std::string_view("xX,: \t").find(text[at]) != std::string_view::npos)) {
      ++at;
      if (digits.find(text[at - 1]) != std::string_view::npos) run.end = at;
    }
    if (run.size() >= kShortestNumbers) runs.push_back(run);
    at = text.find_first_of(digits, run.end);
  }
  return runs;
}

bool is_mark_by_hand(std::string_view text, std::size_t at) {
  const std::string_view after = text.substr(at + 1, 1);
  if (text[at] == '=') return after == "3" || after == "\n" || after == "\r";
  return std::string_view("%&\\\x1b").find(text[at]) != std::string_view::npos;
}

/// Of 12 bytes that base64 holds, and the one behind.
bool may_be_text_by_hand(std::string_view digits) {
  const std::string bytes = decode_base64(digits.substr(0, 20)).value_or("");
  const auto goes_on = [&](std::size_t i) { return (bytes.at(i) & 0xC0) == 0x80; };
  const auto begins = [&](std::size_t i) { return (bytes.at(i) & 0xC0) == 0xC0; };
  bool may_be = !goes_on(0);
  for (std::size_t i = 0; i < 12; ++i)
    may_be = may_be && (goes_on(i + 1) ? bytes.at(i) < 0 : !begins(i));
  return may_be;
}

}  // namespace

TEST_CASE("next_run: the runs that a plain search finds") {
  std::mt19937 random(1);
  for (int i = 0; i < 2000; ++i) {
    const std::string text =
        random_text(random, "aZ09+/-_aZ09aZ09aZ09aZ09aZ09 .", 10 + random() % 400);
    std::vector<Span> found;
    std::size_t from = 0;
    while (const auto run = next_run(text, from)) {
      found.push_back(*run);
      from = run->end;
    }
    CHECK(found == runs_by_hand(text));
  }
}

TEST_CASE("next_run: knows each byte") {
  for (int c = 0; c < 256; ++c) {
    const char byte = static_cast<char>(c);
    const auto run = next_run(std::string(100, byte), 0);
    CHECK(run.has_value() == is_base64_digit(byte));
  }
}

TEST_CASE("StartFinder: the starts that a plain search finds") {
  std::mt19937 random(3);
  for (int i = 0; i < 3000; ++i) {
    // Mostly ASCII text, or anything.
    std::string text = random_text(
        random, i % 3 == 0 ? "ABCXYZabyz0189+/-_" : "QUVYZabcdefWGSRT+/-_", 30 + random() % 300);
    if (i % 2 == 0) text += random_text(random, "\xff\x80 .=", random() % 70);
    const std::size_t begin = random() % 20;
    std::size_t end = begin;
    while (end < text.size() && is_base64_digit(text[end]))
      ++end;
    StartFinder starts(text, {begin, end});
    for (std::size_t at = begin; at + kShortestRun <= end; ++at) {
      if (at != begin && std::string_view("+/-_").find(text[at - 1]) == std::string_view::npos)
        continue;
      const auto start = starts.next();
      REQUIRE(start.has_value());
      CHECK(start->at == at);
      CHECK(start->may_be_text == may_be_text_by_hand(std::string_view(text).substr(at)));
    }
    CHECK_FALSE(starts.next().has_value());
  }
}

TEST_CASE("MarkFinder: the marks that a plain search finds") {
  std::mt19937 random(2);
  for (int i = 0; i < 2000; ++i) {
    const std::string text = random_text(random, "abcdefghij%&\\\x1b==3\n\r\x85", random() % 300);
    MarkFinder marks(text);
    for (std::size_t at = 0; at < text.size(); ++at)
      if (is_mark_by_hand(text, at)) CHECK(marks.next() == at);
    CHECK(marks.next() == text.size());
    CHECK(marks.next() == text.size());
  }
}

TEST_CASE("text_prefix: ends before control characters and what isn't UTF-8") {
  CHECK(text_prefix("ab\tc\r\n\xc3\xa9") == 8);
  CHECK(text_prefix("ab\x01") == 2);
  CHECK(text_prefix("ab\xc3") == 2);
  CHECK(text_prefix("ab\x7f") == 2);
}

TEST_CASE("next_numbers: the runs that a plain search finds, wherever it begins") {
  std::mt19937 random(1);
  std::size_t count = 0;
  for (int i = 0; i < 3000; ++i) {
    const std::string text = random_text(
        random,
        i % 2 == 0 ? "0x67, 70:5f\t  0x67, 70:5f 0x67, 7012g" : "0123456789abcdefABCDEFxX     z",
        10 + random() % 900);
    std::vector<Span> found;
    std::size_t from = 0;
    while (const auto run = next_numbers(text, from)) {
      found.push_back(*run);
      from = run->end;
    }
    CHECK(found == numbers_by_hand(text));
    count += found.size();
  }
  CHECK(count > 1000);
}

TEST_CASE("next_numbers: knows each byte") {
  for (int c = 0; c < 256; ++c) {
    const char byte = static_cast<char>(c);
    const bool is_digit =
        std::string_view("0123456789abcdefABCDEF").find(byte) != std::string_view::npos;
    const bool is_other =
        c != 0 && std::string_view("xX,: \t").find(byte) != std::string_view::npos;
    std::string text;
    while (text.size() < 400)
      text += std::string("1") + byte;
    CHECK(next_numbers(text, 0).has_value() == (is_digit || is_other));
  }
}

TEST_CASE("next_casts: the runs that a plain search finds, wherever it begins") {
  constexpr std::string_view kBytes = "0123456789abcdefABCDEFxX,()-. \t\r\nhorsty";
  std::mt19937 random(1);
  std::size_t count = 0;
  for (int i = 0; i < 1000; ++i) {
    std::string text =
        random_text(random, "(byte)0x67, (char) 103.toByte()\n", 10 + random() % 3000);
    for (std::size_t at = 0; at < text.size(); at += 50 + random() % 400)
      text[at] = '!';
    std::vector<Span> wanted;
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find_first_not_of(kBytes, begin), text.size());
      if (end - begin >= kShortestCasts) wanted.push_back({begin, end});
      begin = end + 1;
    }
    std::vector<Span> found;
    for (auto run = next_casts(text, 0); run; run = next_casts(text, run->end))
      found.push_back(*run);
    CHECK(found == wanted);
    count += found.size();
  }
  CHECK(count > 1000);
  for (int c = 0; c < 256; ++c) {
    const char byte = static_cast<char>(c);
    const bool is_one = kBytes.find(byte) != std::string_view::npos;
    CHECK(next_casts(std::string(200, '(') + std::string(600, byte), 0)->size() ==
          (is_one ? 800 : 200));
    CHECK(next_casts(std::string(800, byte), 0).has_value() == (byte == '(' || byte == ')'));
  }
}
