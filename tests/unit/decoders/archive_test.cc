#include <doctest/doctest.h>

#include <string>

#include "unit/decoders/collected_parts.h"

using namespace nhiscan;
using namespace std::string_literals;

TEST_CASE("is_archive: by what the bytes begin with, not by the name") {
  CHECK(is_archive("", "PK\x03\x04rest"));
  CHECK(is_archive("", "\x1f\x8b\x08\0"s));
  CHECK(is_archive("", "!<arch>\n"));
  CHECK_FALSE(is_archive("a.zip", "plain text"));
  CHECK_FALSE(is_archive("a.tar", std::string(600, 'x')));
}

TEST_CASE("decode_archive: what only looks like one is refused, to be read as it is") {
  CollectedParts found;
  decode_all("dates.txt", "070701 rained\n070702 did not\n", found);
  CHECK(found.is_refused);
  CHECK(found.parts.empty());
}
