#include <doctest/doctest.h>

#include <array>
#include <string>

#include "unit/decoders/collected_parts.h"

using namespace nhiscan;
using namespace std::string_literals;

TEST_CASE("decode_utf16: reads both byte orders, surrogate pairs and lone surrogates") {
  struct Row {
    std::string bytes;
    std::string text;
  };
  const auto rows = std::to_array<Row>({
      {"\xff\xfe"s
       "a\0\xac\x20"s,
       "a\xe2\x82\xac"},
      {"\xfe\xff"s
       "\0a\x20\xac"s,
       "a\xe2\x82\xac"},
      {"\xff\xfe\x3d\xd8\x00\xde"s, "\xf0\x9f\x98\x80"},
      {"\xff\xfe\x3d\xd8"s
       "a\0"s,
       "\xef\xbf\xbd"
       "a"},
      {"\xff\xfe\x00\xde"s, "\xef\xbf\xbd"},
      {"\xff\xfe"s
       "a\0b"s,
       "a"},
      {"\xff\xfe"s, ""},
  });
  for (const Row& row : rows) {
    CollectedParts found;
    decode_all("", row.bytes, found);
    REQUIRE(found.parts.size() == 1);
    CHECK(found.parts.front().text == row.text);
  }
}

TEST_CASE("WayBack::in_parent: leads back through runs of different widths") {
  CollectedParts found;
  decode_all("",
             "\xff\xfe"s
             "a\0b\0\xac\x20"
             "c\0"s,
             found);
  REQUIRE(found.parts.size() == 1);
  const WayBack& back = found.parts.front().part.way_back;
  CHECK(back.in_parent({0, 1}) == Span{2, 4});
  CHECK(back.in_parent({1, 2}) == Span{4, 6});
  CHECK(back.in_parent({2, 5}) == Span{6, 8});
  CHECK(back.in_parent({1, 6}) == Span{4, 10});
  CHECK(back.in_parent({6, 6}) == Span{10, 10});
}

TEST_CASE("decoder_for: claims UTF-16 by its mark, not UTF-32") {
  CHECK(decoder_for("a",
                    "\xff\xfe"s
                    "a\0"s) != nullptr);
  CHECK(decoder_for("a", "\xff\xfe\0\0"s) == nullptr);
  CHECK(decoder_for("a", "plain") == nullptr);
}
