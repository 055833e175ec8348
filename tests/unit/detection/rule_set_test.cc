#include "detection/rule_set.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "detection/matcher.h"
#include "detection/rule_codec.h"

using namespace nhiscan;

namespace {

namespace fs = std::filesystem;

class TemporaryDirectory {
 public:
  TemporaryDirectory()
      : path_(fs::temp_directory_path() / ("nhiscan-test-" + std::to_string(getpid()))) {
    fs::create_directories(path_);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() { fs::remove_all(path_); }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

Rule bare_rule() {
  Rule rule;
  rule.id = "acme-token";
  rule.pattern = R"(\bacme_[0-9a-f]{16}\b)";
  return rule;
}

const std::string kText = "acme_3f9a1c7be05d2468";

fs::path only_file(const fs::path& directory) {
  const fs::directory_iterator entries(directory);
  REQUIRE(entries != fs::directory_iterator());
  return entries->path();
}

}  // namespace

TEST_CASE("RuleSet::add: compiles once, then reads the cache; a damaged cache is made again") {
  const TemporaryDirectory cache;
  for (int run = 0; run < 4; ++run) {
    RuleSet set;
    REQUIRE(set.add({bare_rule()}, cache.path()));
    CHECK(Matcher(set).scan(kText, "a").matches.size() == 1);
    const fs::path file = only_file(cache.path());
    if (run == 0) fs::resize_file(file, fs::file_size(file) / 2);
    if (run == 1) std::ofstream(file, std::ios::binary | std::ios::in).seekp(200) << "damaged";
    if (run == 2) std::ofstream(file, std::ios::trunc);
  }
}

TEST_CASE("RuleSet::add: a rule with a known id takes its place") {
  RuleSet set;
  REQUIRE(set.add({bare_rule()}, {}));
  Rule changed = bare_rule();
  changed.pattern = R"(\bacmf_[0-9a-f]{16}\b)";
  REQUIRE(set.add({changed}, {}));
  Matcher matcher(set);
  CHECK(matcher.scan(kText, "a").matches.empty());
  CHECK(matcher.scan("acmf_3f9a1c7be05d2468", "a").matches.size() == 1);
  CHECK(set.enabled_count() == 1);
}

TEST_CASE("RuleSet::compile: names the rule that Hyperscan rejects") {
  Rule rule = bare_rule();
  rule.file = "acme.toml";
  rule.line = 7;
  rule.anchor = "acme_(";
  const auto set = RuleSet::compile({rule});
  REQUIRE_FALSE(set);
  CHECK(set.error().message.starts_with("acme.toml:7: rule 'acme-token': anchor: "));
}

TEST_CASE("RuleSet::digest: that of the embedded rules was computed when the product was built") {
  auto set = RuleSet::embedded();
  REQUIRE(set);
  const std::string known = set->digest();
  set->restrict_to([](const Rule&) { return true; });
  CHECK(set->digest() == known);
  std::vector<Rule> rules;
  for (const auto& rule : set->rules())
    rules.push_back(*rule);
  CHECK(known == rules_digest(std::move(rules)));
}

TEST_CASE("RuleSet::digest: changes with the rules that are in use") {
  RuleSet set;
  REQUIRE(set.add({bare_rule()}, {}));
  const std::string before = set.digest();
  CHECK(before.size() == 16);
  set.restrict_to([](const Rule&) { return false; });
  CHECK(set.digest() != before);
}
