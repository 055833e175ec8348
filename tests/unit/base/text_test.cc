#include "base/text.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace nhiscan;
using namespace std::string_literals;

TEST_CASE("escape_terminal: shows what a terminal would act on") {
  struct Case {
    std::string text;
    std::string safe;
  };
  for (const auto& example : {
           Case{"plain text ~", "plain text ~"},
           Case{"caf\xC3\xA9 \xE6\x97\xA5", "caf\xC3\xA9 \xE6\x97\xA5"},
           Case{"\x1B[31mred", "\\x1b[31mred"}, Case{"a\nb\tc\r\0"s, R"(a\x0ab\x09c\x0d\x00)"},
           Case{"a##vso[b##[c### [d##", "a#\\x23vso[b#\\x23[c### [d##"},
           Case{"\xEF\xBF\xBE", "\\ufffe"}, Case{"\x7F", "\\x7f"},
           Case{"\xC2\x9B", "\\x9b"},               // C1: CSI in one character
           Case{"\xE2\x80\xAE", "\\u202e"},         // right-to-left override
           Case{"\xE2\x81\xA6", "\\u2066"},         // left-to-right isolate
           Case{"\xE2\x80\x8B", "\\u200b"},         // zero-width space
           Case{"\xF3\xA0\x81\x81", "\\ue0041"},    // tag letter
           Case{"\x9B\xFF", R"(\x9b\xff)"},         // not UTF-8
           Case{"\xE2\x82", R"(\xe2\x82)"},         // cut off
           Case{"\xC0\x80", R"(\xc0\x80)"},         // overlong
           Case{"\xED\xA0\x80", R"(\xed\xa0\x80)"}  // surrogate
       }) {
    CAPTURE(example.safe);
    CHECK(escape_terminal(example.text) == example.safe);
  }
}

TEST_CASE("to_valid_utf8: replaces maximal invalid parts, and keeps valid text") {
  const std::string mark = "\xEF\xBF\xBD";
  CHECK(to_valid_utf8("a\xC3\xA9\xF0\x9F\x98\x80") == "a\xC3\xA9\xF0\x9F\x98\x80");
  CHECK(to_valid_utf8("a\xFFz") == "a" + mark + "z");
  CHECK(to_valid_utf8("\xE2\x82z") == mark + "z");
  CHECK(to_valid_utf8("\xF0\x9F\x98") == mark);
  CHECK(to_valid_utf8("\xC0\x80") == mark + mark);
  CHECK(to_valid_utf8("\xF4\x90\x80\x80") == mark + mark + mark + mark);
}

TEST_CASE("to_valid_utf8: what it gives is valid for every pair of bytes") {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string text = {static_cast<char>(first), static_cast<char>(second)};
      const std::string valid = to_valid_utf8(text);
      REQUIRE(to_valid_utf8(valid) == valid);
      for (std::size_t at = 0; at < valid.size();) {
        const CodePoint point = code_point_at(valid, at);
        REQUIRE(point.valid);
        at += point.size;
      }
    }
  }
}

TEST_CASE("display_width: counts terminal columns") {
  CHECK(display_width("") == 0);
  CHECK(display_width("abc") == 3);
  CHECK(display_width("caf\xC3\xA9") == 4);
  CHECK(display_width("e\xCC\x81") == 1);
  CHECK(display_width("\xE6\x97\xA5\xE6\x9C\xAC") == 4);
  CHECK(display_width("\xF0\x9F\x94\x91") == 2);
}

TEST_CASE("elide_middle: keeps the end of a long path and whole characters") {
  CHECK(elide_middle("src/a.py", 8) == "src/a.py");
  CHECK(elide_middle("src/very/long/path/file.py", 13) == "src/\xE2\x80\xA6/file.py");
  CHECK(elide_middle("\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E", 4) == "\xE2\x80\xA6\xE8\xAA\x9E");
  CHECK(elide_middle("abc", 1) == "\xE2\x80\xA6");
  CHECK(elide_middle("abc", 0).empty());
  const std::string text(300, 'x');
  for (std::size_t width = 0; width < 300; ++width) {
    REQUIRE(display_width(elide_middle(text, width)) == width);
    REQUIRE(display_width(elide_end(text, width)) == width);
  }
}

TEST_CASE("elide_end: keeps the start") {
  CHECK(elide_end("abcdef", 6) == "abcdef");
  CHECK(elide_end("abcdef", 4) == "abc\xE2\x80\xA6");
}

TEST_CASE("lower_ascii: leaves bytes above ASCII alone") {
  CHECK(lower_ascii("AbZ[\xC3\x89") == "abz[\xC3\x89");
}

TEST_CASE("contains_ignore_case: finds a part in any case") {
  CHECK(contains_ignore_case("my API_Key = 1", "api_key"));
  CHECK(contains_ignore_case("x", ""));
  CHECK(contains_ignore_case("", ""));
  CHECK_FALSE(contains_ignore_case("api", "api_key"));
}

TEST_CASE("trim: blanks and line ends at both ends go") {
  CHECK(trim(" \t a b \r\n") == "a b");
  CHECK(trim("\n \n").empty());
  CHECK(trim("'a'", "'") == "a");
}

TEST_CASE("take_line: the last line needs no end") {
  std::string_view text = "one\n\ntwo";
  CHECK(take_line(text) == "one");
  CHECK(take_line(text).empty());
  CHECK(take_line(text) == "two");
  CHECK(text.empty());
}
