#include "base/encoding.h"

#include <doctest/doctest.h>

#include <string>

namespace nhiscan {
namespace {

TEST_CASE("decode_base64: reads both alphabets, with and without padding") {
  CHECK(decode_base64("aGVsbG8=") == "hello");
  CHECK(decode_base64("aGVsbG8") == "hello");
  CHECK(decode_base64("-_-_") == decode_base64("+/+/"));
  CHECK(decode_base64("") == "");
}

TEST_CASE("decode_base64: refuses foreign bytes, data after padding and a lone character") {
  for (const std::string text : {"aGVs!G8=", "aGVsbG8=aGVs", "aGVsb", "a", "aGVs bG8="}) {
    CAPTURE(text);
    CHECK_FALSE(decode_base64(text));
  }
}

TEST_CASE("decode_base64: skips whitespace when asked") {
  CHECK(decode_base64(" aGVs\r\n\tbG8= \n", Whitespace::skip) == "hello");
}

TEST_CASE("decode: gives back what encode was given") {
  std::string bytes;
  for (int size = 0; size < 300; ++size) {
    CAPTURE(size);
    CHECK(decode_base64(encode_base64(bytes)) == bytes);
    CHECK(decode_base64(encode_base64url(bytes)) == bytes);
    CHECK(decode_base32(encode_base32(bytes)) == bytes);
    CHECK(decode_hex(encode_hex(bytes)) == bytes);
    bytes.push_back(static_cast<char>(size * 37));
  }
}

TEST_CASE("encode: writes the text of RFC 4648, section 10") {
  CHECK(encode_base64("fooba") == "Zm9vYmE=");
  CHECK(encode_base64("foob") == "Zm9vYg==");
  CHECK(encode_base64url("\xff\xfe") == "__4");
  CHECK(encode_base32("fooba") == "mzxw6ytb");
  CHECK(encode_base32("foob") == "mzxw6yq");
  CHECK(encode_hex("foobar") == "666f6f626172");
}

TEST_CASE("decode_base32, decode_hex: either case, and nothing for odd lengths or foreign bytes") {
  CHECK(decode_base32("MZXW6YTB") == "fooba");
  CHECK(decode_base32("MZXW6YQ=") == "foob");
  CHECK_FALSE(decode_base32("mzx"));
  CHECK_FALSE(decode_base32("mz1w"));
  CHECK(decode_hex("DEADbeef") == "\xde\xad\xbe\xef");
  CHECK_FALSE(decode_hex("abc"));
  CHECK_FALSE(decode_hex("0g"));
  CHECK_FALSE(decode_hex("00=="));
}

TEST_CASE("crc32: agrees with zlib") {
  CHECK(crc32("hello") == 0x3610A686);
  CHECK(crc32("") == 0);
  CHECK(crc32("123456789") == 0xCBF43926);
}

}  // namespace
}  // namespace nhiscan
