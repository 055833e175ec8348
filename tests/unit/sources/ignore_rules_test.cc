#include "sources/ignore_rules.h"

#include <doctest/doctest.h>

#include <string_view>
#include <vector>

using nhiscan::EntryType;
using nhiscan::IgnoreRules;
using Decision = nhiscan::IgnoreRules::Decision;

namespace {

struct Case {
  std::string_view rules;
  std::string_view path;
  EntryType type;
  Decision decision;
};

}  // namespace

TEST_CASE("IgnoreRules::decide: reads each line as git does") {
  const std::vector<Case> cases = {
      {"# comment\n\n", "comment", EntryType::file, Decision::none},
      {"\\#file", "#file", EntryType::file, Decision::ignored},
      {"\\!file", "!file", EntryType::file, Decision::ignored},
      {"*.log", "a/b/x.log", EntryType::file, Decision::ignored},
      {"*.log\n!keep.log", "a/keep.log", EntryType::file, Decision::included},
      {"!keep.log\n*.log", "a/keep.log", EntryType::file, Decision::ignored},
      {"build/", "a/build", EntryType::directory, Decision::ignored},
      {"build/", "a/build", EntryType::file, Decision::none},
      {"/build", "build", EntryType::file, Decision::ignored},
      {"/build", "a/build", EntryType::file, Decision::none},
      {"a/b", "a/b", EntryType::file, Decision::ignored},
      {"a/b", "x/a/b", EntryType::file, Decision::none},
      {"a/b/", "a/b", EntryType::directory, Decision::ignored},
      {"doc/*.txt", "doc/x.txt", EntryType::file, Decision::ignored},
      {"doc/*.txt", "doc/a/x.txt", EntryType::file, Decision::none},
      {"**/foo", "a/foo", EntryType::file, Decision::ignored},
      {"abc/**", "abc/x/y", EntryType::file, Decision::ignored},
      {"name   ", "name", EntryType::file, Decision::ignored},
      {"name\\ ", "name ", EntryType::file, Decision::ignored},
      {"name\t", "name", EntryType::file, Decision::none},
      {"name\r\n", "name", EntryType::file, Decision::ignored},
      {"\xEF\xBB\xBFname", "name", EntryType::file, Decision::ignored},
      {"/", "a", EntryType::directory, Decision::none},
      {"!", "a", EntryType::file, Decision::none},
      {"a[", "a[", EntryType::file, Decision::none},
  };
  for (const Case& one : cases) {
    CAPTURE(one.rules);
    CAPTURE(one.path);
    CHECK(IgnoreRules::parse(one.rules).decide(one.path, one.type) == one.decision);
  }
}

TEST_CASE("IgnoreRules::ignores: nothing below an ignored directory can be included again") {
  const IgnoreRules rules = IgnoreRules::parse("logs/\n!logs/keep.txt\n*.tmp\n!keep.tmp\n");
  CHECK(rules.ignores("logs/keep.txt"));
  CHECK(rules.ignores("a/logs/b/c"));
  CHECK(rules.ignores("a/x.tmp"));
  CHECK_FALSE(rules.ignores("a/keep.tmp"));
  CHECK_FALSE(rules.ignores("logs"));
  CHECK(IgnoreRules::parse("# nothing\n").empty());
}
