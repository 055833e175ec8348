#include "reports/markup.h"

#include <doctest/doctest.h>

using namespace nhiscan;

TEST_CASE("markup_text: no character of markup or control comes through") {
  CHECK(markup_text("<a href=\"x\" on='y'>&amp;") ==
        "&lt;a href=&quot;x&quot; on=&#39;y&#39;&gt;&amp;amp;");
  CHECK(markup_text("a\n\x1b") == "a\\x0a\\x1b");
}

TEST_CASE("markdown_code: the fence is longer than every run of backticks inside") {
  CHECK(markdown_code("").empty());
  CHECK(markdown_code("a|b <i>") == "`a|b <i>`");
  CHECK(markdown_code("a`b``c") == "```a`b``c```");
  CHECK(markdown_code("`a") == "`` `a ``");
  CHECK(markdown_code(" a ") == "`  a  `");
  CHECK(markdown_code("a\nb") == "`a\\x0ab`");
}

TEST_CASE("markdown_cell_code: a bar doesn't end the cell") {
  CHECK(markdown_cell_code("a|b") == "`a\\|b`");
  CHECK(markdown_cell_code("a\\|b\\") == "`a\\x5c\\|b\\`");
}

TEST_CASE("markdown_words: words stay, everything else is code") {
  CHECK(markdown_words("GitHub token (classic), v2: it's long; yes") ==
        "GitHub token (classic), v2: it's long; yes");
  CHECK(markdown_words("Abgelaufener Schl\xC3\xBCssel, defaced 123456789012 times - end: no") ==
        "Abgelaufener Schl\xC3\xBCssel, defaced 123456789012 times - end: no");
  for (const char* text :
       {"@team",        "#1",    "a <b>",       "www.a.test", "WWW.a.test",     "see http://a",
        "*a*",          "a_b_c", "1. a",        "- a",        "a@b.test",       "[a](b)",
        "&lt;",         "~~a~~", "GH-12 is it", "a JIRA-3",   "commit 1a2b3c4", "a :smile: b",
        "see mailto:a", "!12"}) {
    CHECK(markdown_words(text) == "`" + std::string(text) + "`");
  }
}
