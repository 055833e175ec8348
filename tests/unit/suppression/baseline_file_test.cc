#include "suppression/baseline_file.h"

#include <doctest/doctest.h>

#include <string>

using namespace nhiscan;

namespace {

const std::string kHead = "version = 1\n";
const std::string kOne(26, 'a');
const std::string kTwo(26, 'b');

std::string error_of(const std::string& text) {
  const auto read = parse_baseline(text, "b");
  return read ? "" : read.error().message;
}

std::string entry(const std::string& key, const std::string& fields) {
  return key + " = { " + fields + " }\n";
}

}  // namespace

TEST_CASE("parse_baseline: reads what to_text writes") {
  BaselineFile baseline;
  baseline.salt_check = "abcdefgh";
  baseline.entries.push_back({kTwo, "", "github-pat", "a \"b\" \\ c", "@acme/x", 86400 * 20000, 0});
  baseline.entries.push_back({kOne, "cccccccc", "generic-password", "", "", std::nullopt, 0});
  const std::string text = to_text(baseline);
  const auto read = parse_baseline(text, "b");
  REQUIRE(read);
  REQUIRE(read->entries.size() == 2);
  CHECK(read->salt_check == "abcdefgh");
  CHECK(read->entries[0].fingerprint == kOne);
  CHECK(read->entries[0].salt == "cccccccc");
  CHECK(read->entries[1].reason == "a \"b\" \\ c");
  CHECK(read->entries[1].owner == "@acme/x");
  CHECK(read->entries[1].expires == 86400 * 20000);
  CHECK(to_text(*read) == text);
}

TEST_CASE("parse_baseline: an error names file and line") {
  CHECK(error_of("") == "b:1: lacks its version; a baseline has the line 'version = 1'");
  CHECK(error_of("version = 2\n").starts_with("b:1: version 2 isn't known"));
  CHECK(error_of("version = \"1\"\n") == "b:1: version must be a whole number");
  CHECK(error_of(kHead + "\n=======\n").starts_with("b:3: a merge conflict stands here"));
  CHECK(error_of(kHead + kOne + " = { rule = \"x\"").starts_with("b:2: no entry, or one that"));
  CHECK(error_of(kHead + kOne).starts_with("b:2: no entry, or one that is cut off"));
  CHECK(error_of(kHead + entry("abc", "rule = \"x\"")).starts_with("b:2: 'abc' is no fingerprint"));
  CHECK(error_of(kHead + entry(kOne + "-", "rule = \"x\"")).find("is no fingerprint") !=
        std::string::npos);
  CHECK(error_of(kHead + entry(kOne, "reason = \"x\"")) == "b:2: the entry lacks its rule");
  CHECK(error_of(kHead + entry(kOne, "rule = 1")) == "b:2: rule must be a string");
  CHECK(error_of(kHead + entry(kOne, "rule = \"x\", expires = \"soon\"")) ==
        "b:2: expires must be a date, as 2027-01-31");
  CHECK(error_of(kHead + entry(kOne, "rule = \"x\", ownr = \"y\"")) ==
        "b:2: unknown key 'ownr'; did you mean 'owner'?");
  CHECK(error_of(entry(kOne, "rule = \"x\"") + kHead) ==
        "b:1: an entry stands before the line 'version = 1'");
}

TEST_CASE("parse_baseline: of two entries of a secret the first counts, to the earlier day") {
  const std::string line = entry(kOne, "rule = \"x\"");
  const auto same = parse_baseline(kHead + kHead + line + line, "b");
  REQUIRE(same);
  CHECK(same->entries.size() == 1);
  REQUIRE(same->notes.size() == 1);
  CHECK(same->notes[0] == "b:4: the entry of line 3 again; it counts once");
  const auto other = parse_baseline(
      kHead + line + entry(kOne, "rule = \"x\", reason = \"y\", expires = 2027-01-31"), "b");
  REQUIRE(other);
  REQUIRE(other->entries.size() == 1);
  CHECK(other->entries[0].reason.empty());
  CHECK(other->entries[0].expires);
  REQUIRE(other->notes.size() == 1);
  CHECK(other->notes[0] ==
        "b:3: the entry of line 2 again, with other words; those of line 2 count, to the earlier "
        "day");
}

TEST_CASE("to_text: has the same lines round any entries") {
  BaselineFile baseline;
  const std::string empty = to_text(baseline);
  baseline.entries.push_back({kTwo, "", "x", "", "", std::nullopt, 0});
  std::string text = to_text(baseline);
  const std::string line = kTwo + " = { rule = \"x\" }\n";
  const std::size_t at = text.find(line);
  REQUIRE(at != std::string::npos);
  CHECK(text.erase(at, line.size()) == empty);
}
