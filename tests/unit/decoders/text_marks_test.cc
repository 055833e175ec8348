#include "decoders/text_marks.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

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

bool is_mark_by_hand(std::string_view text, std::size_t at) {
  const std::string_view after = text.substr(at + 1, 1);
  if (text[at] == '=') return after == "3" || after == "\n" || after == "\r";
  return std::string_view("%&\\\x1b").find(text[at]) != std::string_view::npos;
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
