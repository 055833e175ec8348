#include <doctest/doctest.h>

#include <array>
#include <string>
#include <utility>

#include "unit/decoders/collected_parts.h"

using namespace nhiscan;
using namespace std::string_literals;

TEST_CASE("decode_wide_text: reads both byte orders, surrogate pairs and lone surrogates") {
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

TEST_CASE("decode_wide_text: UTF-32, and text without a mark") {
  struct Row {
    std::string bytes;
    std::string step;
  };
  const auto rows = std::to_array<Row>({
      {"\xff\xfe\0\0a\0\0\0b\0\0\0c\0\0\0"s, "utf32"},
      {"\0\0\xfe\xff\0\0\0a\0\0\0b\0\0\0c"s, "utf32"},
      {"a\0\0\0b\0\0\0c\0\0\0"s, "utf32"},
      {"\0\0\0a\0\0\0b\0\0\0c"s, "utf32"},
      {"a\0b\0c\0"s, "utf16"},
      {"\0a\0b\0c"s, "utf16"},
  });
  for (const Row& row : rows) {
    CollectedParts found;
    decode_all("", row.bytes, found);
    REQUIRE(found.parts.size() == 1);
    CHECK(found.parts.front().text == "abc");
    CHECK(found.parts.front().part.step == row.step);
  }
}

TEST_CASE("decoder_for: plain text and bytes with some zeros are no wide text") {
  CHECK(decoder_for("a", "plain") == nullptr);
  CHECK(decoder_for("a", "a\0\0b\0c\0d"s) == nullptr);
  CHECK(decoder_for("a", "\0\1\0\2\0\3\0\4"s) == nullptr);
}

TEST_CASE("decode_wide_text: what is too large to be held is read as a stream") {
  class Rationed final : public ByteStream {
   public:
    explicit Rationed(std::string bytes) : bytes_(std::move(bytes)) {}
    Result<std::size_t> read(char* out, std::size_t size) override {
      const std::size_t count = bytes_.copy(out, size, at_);
      at_ += count;
      return count;
    }

   private:
    std::string bytes_;
    std::size_t at_ = 0;
  };
  std::string wide = "\xff\xfe";
  std::string narrow;
  for (int i = 0; i < 100'000; ++i) {
    wide += i % 1000 == 0 ? "\x3d\xd8\x00\xde"s : "a\0"s;
    narrow += i % 1000 == 0 ? "\xf0\x9f\x98\x80" : "a";
  }
  Rationed stream(wide);
  CollectedParts found;
  decode_wide_text({"", {}, &stream}, found);
  REQUIRE(found.parts.size() == 1);
  CHECK(found.parts.front().text == narrow);
}
