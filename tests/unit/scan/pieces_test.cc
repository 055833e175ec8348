#include "scan/pieces.h"

#include <doctest/doctest.h>

#include <string>

namespace nhiscan {
namespace {

/// `line+count` of each piece.
std::string shape_of(std::string_view text) {
  std::string shape;
  for (const Piece& piece : split_pieces(text))
    shape += (shape.empty() ? "" : " ") + std::to_string(piece.line) + "+" +
             std::to_string(piece.line_count) + (piece.is_comment ? "#" : "");
  return shape;
}

TEST_CASE("split_pieces: a line, or the block that it begins") {
  const std::string dashes(5, '-');
  const std::string row(64, 'A');
  struct Case {
    std::string text;
    std::string shape;
  };
  const Case cases[] = {
      {"", ""},
      {"\n \n\t\r\n", ""},
      {"a", "1+1"},
      {"a\r\n\nb\n", "1+1 3+1"},
      {"# note\n// note\na", "1+1# 2+1# 3+1"},
      {dashes + "BEGIN X" + dashes + "\nAAAA\n\nBBBB\n" + dashes + "END X" + dashes + "\na",
       "1+5 6+1"},
      {dashes + "BEGIN X" + dashes + "\nAAAA\n\na", "1+2 4+1"},
      {dashes + "BEGIN X" + dashes + "\\nAAAA\\n" + dashes + "END X" + dashes + "\na", "1+1 2+1"},
      {"---- BEGIN SSH2 X ----\nAAAA\n---- END SSH2 X ----\na", "1+3 4+1"},
      {"PuTTY-User-Key-File-3: x\nEncryption: none\nPrivate-MAC: 00\na", "1+3 4+1"},
      {"untrusted comment: x\nRWRC\na", "1+2 3+1"},
      {"untrusted comment: x", "1+1"},
      {"{\n  \"a\": \"}\",\n  \"b\": {}\n}\na", "1+4 5+1"},
      {"{\n  \"a\": \"\\\"}\"\n}\na", "1+3 4+1"},
      {"{\"a\": 1}\na", "1+1 2+1"},
      {"{\n\"never closed\"", "1+1 2+1"},
      {"MII" + row.substr(3) + "\n" + row + "\nAAA=\na", "1+3 4+1"},
      {row + "\n" + row, "1+1 2+1"},
      {"MIIabc\nabc", "1+1 2+1"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    CHECK(shape_of(one.text) == one.shape);
  }
}

TEST_CASE("split_pieces: a span has the bytes of its lines") {
  const std::string text = "one\ntwo\r\n{\n}\n";
  const auto pieces = split_pieces(text);
  REQUIRE(pieces.size() == 3);
  CHECK(text.substr(pieces[0].span.begin, pieces[0].span.size()) == "one");
  CHECK(text.substr(pieces[2].span.begin, pieces[2].span.size()) == "{\n}");
}

TEST_CASE("split_pieces: many lines that open a bracket take no more than linear work each") {
  std::string text;
  for (int i = 0; i < 2000; ++i)
    text += "{\n";
  CHECK(split_pieces(text).size() == 2000);
}

TEST_CASE("assigned_value: what stands behind the name") {
  struct Case {
    const char* line;
    const char* value;
  };
  const Case cases[] = {
      {"abc", "abc"},
      {"  'abc' ", "abc"},
      {"NAME=abc", "abc"},
      {"export NAME=\"abc\";", "abc"},
      {"\"name\": \"abc\",", "abc"},
      {"name: abc", "abc"},
      {"YWJj==", "YWJj=="},
      {"https://host/path", "https://host/path"},
      {"12345678:AAabc", "12345678:AAabc"},
      {"a b=c", "a b=c"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.line);
    CHECK(assigned_value(one.line) == one.value);
  }
}

}  // namespace
}  // namespace nhiscan
