#include "detection/wordlike.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <string_view>

using nhiscan::is_wordlike;
using nhiscan::reads_as_words;
using nhiscan::word_share;

TEST_CASE("is_wordlike: English words and program identifiers") {
  for (const std::string_view word :
       {"password", "authentication", "string", "Lookup", "TOKEN", "url", "utf"}) {
    CAPTURE(word);
    CHECK(is_wordlike(word));
  }
  for (const std::string_view noise : {"", "xkqzvbnw", "hjklqwxz", "pass1", "a b"}) {
    CAPTURE(noise);
    CHECK_FALSE(is_wordlike(noise));
  }
}

TEST_CASE("is_wordlike: about one in twenty random runs of ten letters passes") {
  std::mt19937 random(7);
  int words = 0;
  for (int i = 0; i < 10'000; ++i) {
    std::string letters;
    while (letters.size() < 10)
      letters += static_cast<char>('a' + random() % 26);
    if (is_wordlike(letters)) ++words;
  }
  CHECK(words < 600);
}

TEST_CASE("reads_as_words: names and phrases, not tokens") {
  for (const std::string_view text : {"user_password", "getUserName", "spring.datasource.url",
                                      "Enter your password!", "sha256sum"}) {
    CAPTURE(text);
    CHECK(reads_as_words(text));
  }
  for (const std::string_view text :
       {"", "hunter2x999", "k7xQ2mZrT9wLp4Vn", "P@ssw0rd", "12345", "qWxZkVbTr"}) {
    CAPTURE(text);
    CHECK_FALSE(reads_as_words(text));
  }
}

TEST_CASE("word_share: the part that is made of words") {
  CHECK(word_share("") == 0);
  CHECK(word_share("user_name") > 0.8);
  CHECK(word_share("k7xQ2mZrT9wLp4Vn") < 0.2);
}
