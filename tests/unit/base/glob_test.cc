#include "base/glob.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

using nhiscan::glob_match;

namespace {

struct Case {
  std::string_view pattern;
  std::string_view path;
  bool matches;
};

}  // namespace

TEST_CASE("glob_match: stars stay inside a directory unless they are alone between slashes") {
  const std::vector<Case> cases = {
      {"*", "a", true},
      {"*", "a/b", false},
      {"*.js", "x.js", true},
      {"*.js", "x.jsx", false},
      {"a*c", "abbbc", true},
      {"a*b*c", "a1b2b3c", true},
      {"a/*/c", "a/b/c", true},
      {"a/*/c", "a/b/b/c", false},
      {"**", "a/b/c", true},
      {"**/c", "c", true},
      {"**/c", "a/b/c", true},
      {"**/c", "a/bc", false},
      {"a/**", "a/b/c", true},
      {"a/**", "a", false},
      {"a/**/c", "a/c", true},
      {"a/**/c", "a/x/y/c", true},
      {"a/**/c", "a/x/y/d", false},
      {"a/**/b/*/c", "a/b/x/b/y/c", true},
      {"**/*a/b*", "xa/x/ya/bz", true},
      {"a**c", "abc", true},
      {"a**c", "a/c", false},
      {"a/**b", "a/xb", true},
      {"a/**b", "a/x/b", false},
      {"?", "/", false},
      {"a?c", "abc", true},
      {"", "", true},
      {"", "a", false},
      {"a", "", false},
      {"*", "", true},
  };
  for (const Case& one : cases) {
    CAPTURE(one.pattern);
    CAPTURE(one.path);
    CHECK(glob_match(one.pattern, one.path) == one.matches);
  }
}

TEST_CASE("glob_match: sets and escapes are those of wildmatch") {
  const std::vector<Case> cases = {
      {"[abc]x", "bx", true},       {"[a-c]x", "cx", true},
      {"[a-c]x", "dx", false},      {"[!a]x", "bx", true},
      {"[^a]x", "ax", false},       {"[]]x", "]x", true},
      {"[!]]x", "ax", true},        {"[a-]x", "-x", true},
      {"[[:digit:]]x", "7x", true}, {"[[:digit:]]x", "ax", false},
      {"a[!b]c", "a/c", false},     {"a[/]c", "a/c", false},
      {"[\\]]x", "]x", true},       {"[a", "a", false},
      {"[a", "[a", false},          {"\\*", "*", true},
      {"\\*", "a", false},          {"a\\ b", "a b", true},
      {"a\\", "a\\", false},        {"a\\\\", "a\\", true},
      {"[[:nope:]]", "n", false},
  };
  for (const Case& one : cases) {
    CAPTURE(one.pattern);
    CAPTURE(one.path);
    CHECK(glob_match(one.pattern, one.path) == one.matches);
  }
}

TEST_CASE("glob_match: a hostile pattern ends soon") {
  std::string pattern;
  for (int i = 0; i < 1000; ++i)
    pattern += "**/*a*";
  const std::string path = std::string(2000, 'a') + "/" + std::string(2000, 'a');
  CHECK_FALSE(glob_match(pattern + "b", path));
  CHECK_FALSE(glob_match("*a*a*a*a*a*a*a*a*a*a*a*a*a*b", std::string(4000, 'a')));
}
