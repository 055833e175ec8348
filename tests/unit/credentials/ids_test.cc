#include "credentials/ids.h"

#include <doctest/doctest.h>

#include "credentials/bech32.h"

namespace nhiscan {
namespace {

TEST_CASE("ids hold the time at which they were made") {
  CHECK(object_id_time("6553f100"
                       "0000000000000000") == 1700000000);
  CHECK(ulid_time("01HF7YAT00"
                  "0123456789ABCDEF") == 1700000000);
  CHECK(ulid_time("01hf7yat00"
                  "0123456789abcdef") == 1700000000);
  CHECK(ksuid_time("0qjBBlHOl4satwMcsRvbUPVN17o") == 1500000000);
  CHECK(snowflake_time("123456789012345678", kDiscordEpoch) == 1449504792);
  CHECK(snowflake_time("1212092628029698048", kTwitterEpoch) == 1577820376);
  CHECK(uuid_time("018bcfe5-6800-7000-8000-000000000000") == 1700000000);
  CHECK(uuid_time("c232ab00-9414-11ec-b3c8-9f6bdeced846") == 1645557742);
  CHECK(uuid_time("1ec9414c-232a-6b00-b3c8-9f6bdeced846") == 1645557742);
}

TEST_CASE("ids that are none, or of no time that could be, hold none") {
  CHECK_FALSE(object_id_time("6553f100"));
  CHECK_FALSE(
      object_id_time("00000000"
                     "0000000000000000"));
  CHECK_FALSE(
      object_id_time("zz53f100"
                     "0000000000000000"));
  CHECK_FALSE(ulid_time("01HF7YAT00"));
  CHECK_FALSE(
      ulid_time("U1HF7YAT00"
                "0123456789ABCDEF"));
  CHECK_FALSE(ksuid_time("zzzzzzzzzzzzzzzzzzzzzzzzzzz"));
  CHECK_FALSE(ksuid_time(""));
  CHECK_FALSE(snowflake_time("99999999999999999999", kDiscordEpoch));
  CHECK_FALSE(snowflake_time("12", kDiscordEpoch));
  CHECK_FALSE(uuid_time("00000000-0000-4000-8000-000000000000"));
  CHECK_FALSE(uuid_time(""));
}

TEST_CASE("parse_uuid: with dashes, underscores or neither; nothing else") {
  const std::string expected = "01234567-89ab-cdef-0123-456789abcdef";
  CHECK(parse_uuid("01234567-89AB-cdef-0123-456789abcdef") == expected);
  CHECK(parse_uuid("01234567_89ab_cdef_0123_456789abcdef") == expected);
  CHECK(parse_uuid("0123456789abcdef0123456789abcdef") == expected);
  CHECK_FALSE(parse_uuid("01234567-89ab-cdef-0123-456789abcde"));
  CHECK_FALSE(parse_uuid("0123456789ab-cdef-0123-456789abcdef0"));
  CHECK_FALSE(parse_uuid(std::string(1000, '0')));
  CHECK(uuid_text("short").empty());
}

TEST_CASE("decode_base58: the bytes of the number") {
  const auto uuid = decode_base58("YcVfxkQavQvamAeSB3PSbx");
  REQUIRE(uuid);
  CHECK(uuid_text(*uuid) == "ffffffff-ffff-4fff-bfff-ffffffffffff");
  CHECK(decode_base58("11") == std::string(2, '\0'));
  CHECK_FALSE(decode_base58("0OIl"));
  CHECK_FALSE(decode_base58(""));
  CHECK_FALSE(decode_base58(std::string(257, '2')));
}

TEST_CASE("decode_bech32: what encode_bech32 wrote") {
  const std::string bytes(
      "\x00\xFF\x80"
      "abc",
      6);
  const std::string text = encode_bech32("acme", bytes);
  const auto decoded = decode_bech32(text);
  REQUIRE(decoded);
  CHECK(decoded->prefix == "acme");
  CHECK(decoded->bytes == bytes);
  CHECK(verify_bech32_checksum(text) == true);
  CHECK(verify_bech32_checksum(text.substr(0, text.size() - 1) + "q") == false);
  CHECK_FALSE(verify_bech32_checksum("no separator"));
  CHECK_FALSE(decode_bech32("a1"));
  CHECK_FALSE(decode_bech32(std::string(9000, 'q')));
}

}  // namespace
}  // namespace nhiscan
