#include "suppression/baseline.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "credentials/fingerprint.h"
#include "suppression/foreign_baseline.h"
#include "suppression/value_parts.h"

using namespace nhiscan;

namespace {

const std::string kSalt = "salt";

Finding finding_of(Kind kind, const std::string& secret, const std::string& path,
                   std::size_t line) {
  Finding finding;
  finding.kind = kind;
  finding.secret = Secret(secret);
  finding.id = fingerprint(kSalt, kind, secret);
  finding.location.path = path;
  finding.location.line = line;
  finding.location.end_line = line;
  return finding;
}

KnownFindings file_of(KnownFinding known) {
  KnownFindings file;
  file.directory = "/nowhere";
  file.findings.push_back(std::move(known));
  return file;
}

bool is_known(KnownFinding known, Finding finding, std::int64_t now = 0) {
  Baselines baselines(kSalt);
  baselines.add(file_of(std::move(known)));
  std::vector<Finding> findings = {std::move(finding)};
  baselines.mark(findings, now, 1);
  return findings.front().in_baseline;
}

bool holds(const std::vector<std::string>& digests, const std::string& digest) {
  return std::ranges::find(digests, digest) != digests.end();
}

}  // namespace

TEST_CASE("Baselines::mark: a fingerprint knows the value wherever it is, and no other one") {
  KnownFinding known;
  known.fingerprint = fingerprint(kSalt, Kind::api_key, "the value");
  CHECK(is_known(known, finding_of(Kind::api_key, "the value", "/nowhere/a", 3)));
  CHECK(is_known(known, finding_of(Kind::api_key, "the value", "/elsewhere/b", 9)));
  CHECK_FALSE(is_known(known, finding_of(Kind::api_key, "a value", "/nowhere/a", 3)));
  CHECK_FALSE(is_known(known, finding_of(Kind::password, "the value", "/nowhere/a", 3)));
}

TEST_CASE("Baselines::mark: a slow fingerprint does so for what can be guessed") {
  KnownFinding known;
  known.salt = "abcdefgh";
  known.fingerprint = slow_fingerprint(kSalt, known.salt, Kind::password, "hunter2");
  CHECK(is_known(known, finding_of(Kind::password, "hunter2", "/nowhere/a", 3)));
  CHECK_FALSE(is_known(known, finding_of(Kind::password, "hunter3", "/nowhere/a", 3)));
  known.salt = "other";
  CHECK_FALSE(is_known(known, finding_of(Kind::password, "hunter2", "/nowhere/a", 3)));
}

TEST_CASE("Baselines::mark: an entry counts to the end of the day it expires") {
  constexpr std::int64_t kDay = 86400;
  KnownFinding known;
  known.fingerprint = fingerprint(kSalt, Kind::api_key, "the value");
  known.expires = 10 * kDay;
  const Finding finding = finding_of(Kind::api_key, "the value", "a", 1);
  CHECK(is_known(known, finding, 11 * kDay - 1));
  CHECK_FALSE(is_known(known, finding, 11 * kDay));
}

TEST_CASE("Baselines::mark: a place knows its line, and its commit where one is named") {
  KnownFinding known;
  known.place = KnownPlace{"src/a.py", 3, ""};
  CHECK(is_known(known, finding_of(Kind::api_key, "value", "/nowhere/src/a.py", 3)));
  CHECK_FALSE(is_known(known, finding_of(Kind::api_key, "value", "/nowhere/src/a.py", 4)));
  CHECK_FALSE(is_known(known, finding_of(Kind::api_key, "value", "/nowhere/a.py", 3)));
  known.place->commit = std::string(40, 'a');
  Finding committed = finding_of(Kind::api_key, "value", "/nowhere/src/a.py", 3);
  CHECK_FALSE(is_known(known, committed));
  committed.commit = Commit{std::string(40, 'a'), "", "", 0, ""};
  CHECK(is_known(known, committed));
  known.value = Secret("another value");
  CHECK_FALSE(is_known(known, committed));
}

TEST_CASE("Baselines::mark: an allowed value knows what holds it in the same file") {
  KnownFinding known;
  known.value = Secret("user:long-password");
  known.place = KnownPlace{"src/a.py", 3, ""};
  CHECK(is_known(known, finding_of(Kind::password, "long-password", "/nowhere/src/a.py", 9)));
  CHECK_FALSE(is_known(known, finding_of(Kind::password, "long-password", "/nowhere/b.py", 9)));
  CHECK(is_known(known, finding_of(Kind::password, "user:long-password", "/nowhere/b.py", 9)));
}

TEST_CASE("is_guessable: passwords, and what is short or repeats") {
  CHECK(is_guessable(finding_of(Kind::password, "x8Kq2LmZ9vBnR4tYw7PcD3sF", "a", 1)));
  CHECK(is_guessable(finding_of(Kind::api_key, "abcabcabc", "a", 1)));
  CHECK_FALSE(is_guessable(finding_of(Kind::api_key, "x8Kq2LmZ9vBnR4tYw7PcD3sF", "a", 1)));
}

TEST_CASE("digests_of_parts: what other scanners take for the secret") {
  const auto url = digests_of_parts("postgres://app:p@ss/word@db.acme.test/app");
  CHECK(holds(url, digests_of_parts("p@ss/word").front()));
  const auto pem = digests_of_parts(
      "-----BEGIN RSA PRIVATE "
      "KEY-----\nabc\n");
  const auto label = digests_of_parts("BEGIN RSA PRIVATE KEY");
  CHECK(std::ranges::any_of(label, [&](const std::string& one) { return holds(pem, one); }));
}

TEST_CASE("format_of_baseline: by name, else by what stands in it") {
  const auto name_of = [](std::string_view file, std::string_view text) {
    return format_of_baseline(file, text).name;
  };
  CHECK(name_of("a/.gitleaksignore", "") == "gitleaks fingerprints");
  CHECK(name_of("a/.secrets.baseline", "") == "detect-secrets baseline");
  CHECK(name_of("x", " [ ]") == "gitleaks report");
  CHECK(name_of("x", "{\"results\": {}}") == "detect-secrets baseline");
  CHECK(name_of("x", "{\"schema\": \"nhiscan-report/1\"}") == "nhiscan report");
  CHECK(name_of("x", "ExactFindings:\n") == "kingfisher baseline");
  CHECK(name_of("x", "secret:\n  ignored_paths: []\n") == "ggshield settings");
  CHECK(name_of("x", "# c\nsrc/a.py:rule:3\n") == "gitleaks fingerprints");
  CHECK(name_of("x", "version = 1\n") == "nhiscan baseline");
}

TEST_CASE("read_fingerprint_lines: paths with colons, commits, and what is none") {
  const std::string commit(40, 'A');
  const auto read =
      read_fingerprint_lines("a:b\\c.py:rule:12\n" + commit + ":x.py:rule:3\nnone\n", "f");
  REQUIRE(read);
  REQUIRE(read->findings.size() == 2);
  CHECK(read->findings[0].place->path == "a:b/c.py");
  CHECK(read->findings[0].place->line == 12);
  CHECK(read->findings[0].place->commit.empty());
  CHECK(read->findings[1].place->commit == std::string(40, 'a'));
  REQUIRE(read->notes.size() == 1);
  CHECK(read->notes[0].starts_with("f:3: is no fingerprint"));
}
