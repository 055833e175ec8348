#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "decoders/cut.h"
#include "unit/decoders/collected_parts.h"

using namespace nhiscan;
using namespace std::string_literals;

namespace {

const std::string kListed = "password = correct horse battery";

/// What is found in a text, none of whose lines within the lists may be the last before a cut.
std::vector<std::string> listed_in(const std::string& text) {
  CollectedParts found;
  decode_byte_numbers({"", text, nullptr}, found);
  std::vector<std::string> texts;
  for (const CollectedParts::Kept& kept : found.parts) {
    texts.push_back(kept.text);
    const Span whole = kept.part.way_back.in_parent({0, kept.text.size()});
    for (std::size_t line = text.find('\n', whole.begin); line < whole.end;
         line = text.find('\n', line + 1))
      CHECK(!may_cut(text, line + 1));
  }
  return texts;
}

std::string hex_byte(unsigned byte) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  return {kDigits[byte / 16], kDigits[byte % 16]};
}

/// As regedit writes it: lines of at most 80 bytes.
std::string registry_value(const std::string& name, const std::string& type,
                           const std::string& text, const std::string& line_end) {
  std::string out;
  std::string line = "\"" + name + "\"=" + type + ":";
  for (std::size_t i = 0; i < 2 * text.size(); ++i) {
    line += hex_byte(i % 2 == 0 ? static_cast<unsigned char>(text[i / 2]) : 0U);
    if (i + 1 == 2 * text.size()) break;
    line += ",";
    if (line.size() < 77) continue;
    out += line + "\\" + line_end;
    line = "  ";
  }
  return out + line + line_end;
}

}  // namespace

TEST_CASE("decode_byte_numbers: values of the Windows registry over many lines, in UTF-16") {
  for (const char* type : {"hex", "hex(1)", "hex(2)", "hex(7)"})
    for (const char* line_end : {"\n", "\r\n"})
      for (const char* name : {"Token", "ANameThatLeavesLittleOfItsFirstLineForTheValueItself"}) {
        const std::string value = registry_value(name, type, kListed + "\0"s, line_end);
        const std::string text = "[HKEY_CURRENT_USER\\Software]\r\n" + value + "\"X\"=dword:1\r\n";
        CHECK(listed_in(text) == std::vector{kListed + "\n"});
      }
}

TEST_CASE("decode_byte_numbers: a unit of UTF-16 leads back to its two bytes") {
  const std::string text = registry_value("Token", "hex(2)", kListed, "\n");
  CollectedParts found;
  decode_byte_numbers({"", text, nullptr}, found);
  REQUIRE(found.parts.size() == 1);
  const Span first = found.parts[0].part.way_back.in_parent({0, 2});
  CHECK(text.substr(first.begin, first.size()) == "70,00,61,00");
}

TEST_CASE("decode_byte_numbers: lists with casts") {
  struct Row {
    std::string before;
    std::string after;
    bool is_hex;
  };
  const auto rows = std::to_array<Row>({
      {"(byte)0x", ", ", true},
      {"(byte) 0x", ",\n                                ", true},
      {"(byte)", ",", false},
      {"(sbyte)", ", ", false},
      {"(char) ", ",\r\n\t", false},
      {"0x", ".toByte(), ", true},
      {"", ".toByte(),\n    ", false},
  });
  for (const Row& row : rows) {
    std::string list;
    for (const char c : kListed)
      list += row.before +
              (row.is_hex ? hex_byte(static_cast<unsigned char>(c)) : std::to_string(c)) +
              row.after;
    for (std::size_t indent = 0; indent < 130; indent += 13) {
      const std::string text = std::string(indent, '/') + "key = {" + list + "};\n";
      CHECK(listed_in(text) == std::vector{kListed});
    }
  }
  // What is negative is no text, and stands in a list.
  std::string list = "new byte[] { (byte) -1, (byte)-127, ";
  for (const char c : kListed)
    list += "(byte) " + std::to_string(c) + ", ";
  CHECK(listed_in(list + "(byte) -12 }") == std::vector{"\xff\xff" + kListed + "\xff"});
  CHECK(listed_in(
            "(byte)(byte)(byte)((((((((((((((((((((((((((byte)(byte)))))))))))))))))))))))))))))"
            "(((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((9)))))))))))")
            .empty());
}

TEST_CASE("decode_byte_numbers: bytes of the Windows registry that are no text") {
  std::string text = "\"Blob\"=hex:";
  for (unsigned i = 0; i < 200; ++i)
    text += hex_byte(i * 7 % 256) + (i % 25 == 24 ? ",\\\r\n  " : ",");
  CHECK(listed_in(text).empty());
  // A backslash that ends no line ends the list.
  CHECK(listed_in("67,68,70,5f,41,41,41,41,41,41,41,41,41,\\41,41,41,41").empty());
}
