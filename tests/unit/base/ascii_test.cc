#include "base/ascii.h"

#include <doctest/doctest.h>

#include <string>

#include "base/text.h"

using nhiscan::display_width;
using nhiscan::to_ascii;

TEST_CASE("to_ascii: what looks alike, as wide as before") {
  for (const auto& [text, ascii] : std::initializer_list<std::pair<const char*, const char*>>{
           {"plain \x1B[1m\n", "plain \x1B[1m\n"},
           {"sk_l\xE2\x80\xA6wXyZ \xC2\xB7 prod", "sk_l~wXyZ - prod"},
           {"\xE2\x86\x92 x", "> x"},
           {"na\xC3\xAFve", "na?ve"},
           {"\xE6\x97\xA5", "??"},
           {"e\xCC\x81", "e"},
           {"\xFF", "?"},
           {"", ""}}) {
    CHECK(to_ascii(text) == ascii);
    CHECK(display_width(to_ascii(text)) == display_width(text));
  }
}
