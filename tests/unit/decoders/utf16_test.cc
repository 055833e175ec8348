#include <doctest/doctest.h>

#include <array>
#include <string>

#include "decoders/decoder.h"

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
    const auto documents = decode_utf16(row.bytes);
    REQUIRE(documents);
    CHECK(documents->front().text == row.text);
  }
}

TEST_CASE("Document::blob_offset: leads back through runs of different widths") {
  const auto documents = decode_utf16(
      "\xff\xfe"s
      "a\0b\0\xac\x20"
      "c\0"s);
  REQUIRE(documents);
  const Document& document = documents->front();
  CHECK(document.blob_offset(0) == 2);
  CHECK(document.blob_offset(1) == 4);
  CHECK(document.blob_offset(2) == 6);
  CHECK(document.blob_offset(5) == 8);
}

TEST_CASE("decoder_for: claims UTF-16 by its mark, not UTF-32") {
  CHECK(decoder_for("a",
                    "\xff\xfe"s
                    "a\0"s) != nullptr);
  CHECK(decoder_for("a", "\xff\xfe\0\0"s) == nullptr);
  CHECK(decoder_for("a", "plain") == nullptr);
}
