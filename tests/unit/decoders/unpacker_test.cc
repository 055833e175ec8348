#include "decoders/unpacker.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

using namespace nhiscan;
using namespace std::string_literals;

namespace {

class Texts final : public LayerVisitor {
 public:
  void visit(const Layer& text) override { texts.emplace_back(text.text); }
  void skip_part(const std::string& inside, std::string reason, PartSink::Cause cause) override {
    said.push_back(inside + ": " + reason + (cause == PartSink::Cause::failed ? " (failed)" : ""));
  }

  std::vector<std::string> texts;
  std::vector<std::string> said;
};

Reading read(Unpacker& unpacker, std::string_view bytes, Texts& texts) {
  Buffer buffer;
  WindowReader reader = WindowReader::of(bytes, buffer);
  const auto first = reader.next(0);
  REQUIRE(first);
  return unpacker.read_blob("file", reader, **first, texts);
}

}  // namespace

TEST_CASE("Unpacker: text, what is decoded, and binary") {
  Unpacker unpacker({}, 1UL << 20U);
  Texts texts;
  CHECK(read(unpacker, "plain", texts).as == Reading::As::text);
  CHECK(read(unpacker,
             "\xff\xfe"
             "a\0b\0"s,
             texts)
            .as == Reading::As::parts);
  CHECK(read(unpacker, "\0\1\2"s, texts).as == Reading::As::binary);
  CHECK(texts.texts == std::vector<std::string>{"plain", "ab"});
  CHECK(unpacker.expanded() == 2);
}

TEST_CASE("Unpacker: what goes beyond a limit is said, as failed") {
  const std::string utf16 =
      "\xff\xfe"
      "a\0b\0"s;
  UnpackLimits flat;
  flat.depth = 0;
  Unpacker shallow(flat, 1UL << 20U);
  Texts texts;
  read(shallow, utf16, texts);
  UnpackLimits tight;
  tight.expanded = 1;
  Unpacker small(tight, 1UL << 20U);
  read(small, utf16, texts);
  CHECK(texts.texts.empty());
  CHECK(texts.said ==
        std::vector<std::string>{
            "!utf16: nested deeper than --max-depth (failed)",
            ": expands to more than --max-expanded; the rest of it was not read (failed)"});
}
