#include "detection/pattern_sample.h"

#include <doctest/doctest.h>

#include <string>

#include "wrap/pcre2.h"

namespace nhiscan {
namespace {

bool fits(const std::string& pattern, const std::string& text) {
  int number = 0;
  PCRE2_SIZE offset = 0;
  const PcreCode code(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(),
                                    PCRE2_ANCHORED | PCRE2_ENDANCHORED, &number, &offset, nullptr));
  REQUIRE(code);
  const PcreMatchData data(pcre2_match_data_create_from_pattern(code.get(), nullptr));
  return pcre2_match(code.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0, 0,
                     data.get(), nullptr) >= 0;
}

TEST_CASE("sample_of: the pattern matches its samples") {
  for (const std::string pattern :
       {"abc", "a|bc|[d-f]{3}", "(?<secret>[0-9a-f]{32})", "(?i:x)(?:y(?:z|w){2,4}?)*",
        "[^a-z\\s]{5}", "[]a-]{3,}", "\\x41\\.\\$\\[\\t?", "\\w+\\W\\d{2}\\D\\S\\s?",
        "(?i)k(?-i:V)?[\\w.-]{1,3}", ".{4}", "a{0}b", "x{,2}y{2}"})
    for (const Repeats repeats : {Repeats::fewest, Repeats::any, Repeats::most})
      for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const auto sample = sample_of(pattern, repeats, seed);
        REQUIRE(sample);
        CHECK_MESSAGE(fits(pattern, *sample), pattern, " ", *sample);
      }
}

TEST_CASE("sample_of: assertions add nothing") {
  CHECK(sample_of("^(?<![a-z])a\\b(?=bcd)(?!x)b$", Repeats::any, 1) == "ab");
}

TEST_CASE("sample_of: as many repeats as asked for") {
  CHECK(sample_of("a{2,5}", Repeats::fewest, 1) == "aa");
  CHECK(sample_of("a{2,5}", Repeats::most, 1) == "aaaaa");
  CHECK(sample_of("a*", Repeats::most, 1)->size() == 200);
}

TEST_CASE("sample_of: nothing for what it does not read") {
  for (const char* pattern : {"(a)\\1", "(?R)", "(*SKIP)a", "(?(1)a)", "[[:alpha:]]", "a(b", "a)",
                              "[a", "\\Q", "a{2", "\\"}) {
    CAPTURE(pattern);
    if (const auto sample = sample_of(pattern, Repeats::any, 1)) CHECK(*sample == "a{2");
  }
  CHECK_FALSE(sample_of(std::string(200, '(') + std::string(200, ')'), Repeats::any, 1));
}

}  // namespace
}  // namespace nhiscan
