#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "base/encoding.h"
#include "decoders/unpacker.h"
#include "unit/decoders/collected_parts.h"

using namespace nhiscan;
using namespace std::string_literals;

namespace {

/// The texts that a decoder of windows finds in one.
std::vector<std::string> texts_in(std::string_view text,
                                  void (*decode)(const Encoded&, PartSink&)) {
  CollectedParts found;
  decode({"", text, nullptr}, found);
  std::vector<std::string> texts;
  for (const CollectedParts::Kept& kept : found.parts)
    texts.push_back(kept.text);
  return texts;
}

const std::string kPlain = "password = correct horse battery";

}  // namespace

TEST_CASE("decode_digit_runs: base64 and hex of text, not of anything else") {
  const std::vector<std::string> plain{kPlain};
  CHECK(texts_in("x = \"" + encode_base64(kPlain) + "\"", decode_digit_runs) == plain);
  CHECK(texts_in("x/" + encode_base64url(kPlain) + ".", decode_digit_runs) == plain);
  CHECK(texts_in("x'" + encode_hex(kPlain) + "'", decode_digit_runs) == plain);
  CHECK(texts_in(encode_base64("\x89PNG\r\n\x1a\n and more of this"), decode_digit_runs).empty());
  CHECK(texts_in("src/decoders/unpacker/look_inside/of_a_window", decode_digit_runs).empty());
  CHECK(texts_in("da39a3ee5e6b4b0d3255bfef95601890afd80709", decode_digit_runs).empty());
  // A web token says itself what it holds.
  const std::string part = encode_base64url("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
  CHECK(texts_in(part + "." + part + "." + part, decode_digit_runs).empty());
  CHECK(texts_in(part, decode_digit_runs).size() == 1);
}

TEST_CASE("decode_digit_runs: lines belong together where they have one width") {
  const std::string digits = encode_base64(kPlain + kPlain);
  const std::string wrapped =
      digits.substr(0, 32) + "\n  " + digits.substr(32, 32) + "\n  " + digits.substr(64);
  CHECK(texts_in(wrapped + "\nend_of_the_block", decode_digit_runs) ==
        std::vector{kPlain + kPlain});
  CHECK(texts_in(digits + "\nnext", decode_digit_runs) == std::vector{kPlain + kPlain});
}

TEST_CASE("decode_escapes: undoes each syntax where something may hide") {
  struct Row {
    std::string escaped;
    std::string text;
  };
  const auto rows = std::to_array<Row>({
      {"q=%41bcdefghijklmnopq", "q=Abcdefghijklmnopq"},
      {"q=&#65;bcdefghijklmnopq&amp;", "q=Abcdefghijklmnopq&"},
      {"{&quot;a&quot;: &quot;b&quot;}", "{\"a\": \"b\"}"},
      {"'\\x41bcdefghijklmnopq\\t'", "'Abcdefghijklmnopq\t'"},
      {"\\u0041bcdefghijklmnopq \\ud83d\\ude00 \\ud83d",
       "Abcdefghijklmnopq \xf0\x9f\x98\x80 \xef\xbf\xbd"},
      {"\\101bcdefghijklmnopq", "Abcdefghijklmnopq"},
      {"one\\nPASSWORD=x\\ttwo", "one\nPASSWORD=x\ttwo"},
      {"{\\\"a\\\": \\\"b\\\"}", "{\"a\": \"b\"}"},
      {"\x1b[1;31mabcdefghijklmnopq\x1b[0m", "abcdefghijklmnopq"},
      {"a=3Dbcdefghijklmnopqrst", "a=bcdefghijklmnopqrst"},
  });
  for (const Row& row : rows)
    CHECK(texts_in(row.escaped, decode_escapes) == std::vector{row.text});
}

TEST_CASE("decode_escapes: leaves alone what hides nothing") {
  for (const char* text : {R"(printf("%d%%\n", a);)", R"(say("one\ntwo"))", "a && b", "C:\\temp\\x",
                           "&nbsp;", "100% of it", "x =\n  y;", "\x1b[1mbold\x1b[0m"})
    CHECK(texts_in(text, decode_escapes).empty());
}

TEST_CASE("Unpacker: text that is encoded over and over ends") {
  std::string text = "Abcdefghijklmnopqrstuvwxyz0123456789";
  for (int i = 0; i < 9; ++i)
    text = encode_base64(text);
  class Texts final : public LayerVisitor {
   public:
    void visit(const Layer& layer) override { depth = layer.depth; }
    void skip_part(const std::string& /*inside*/, std::string why,
                   PartSink::Cause /*cause*/) override {
      reason = std::move(why);
    }
    std::size_t depth = 0;
    std::string reason;
  } texts;
  Unpacker unpacker({}, 1UL << 20U);
  unpacker.look_inside("", text, texts);
  CHECK(texts.depth == 8);
  CHECK(texts.reason == "nested deeper than --max-depth");
}
