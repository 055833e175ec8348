#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "unit/reports/sample_report.h"

using namespace nhiscan;
using nlohmann::json;

namespace {

std::set<std::string> keys_of(const json& object) {
  std::set<std::string> keys;
  for (const auto& item : object.items())
    keys.insert(item.key());
  return keys;
}

json parsed(const Report& report) { return json::parse(sample::written("json", report)); }

std::vector<json> lines_of(const Report& report) {
  std::vector<json> lines;
  std::istringstream text(sample::written("jsonl", report));
  for (std::string line; std::getline(text, line);)
    lines.push_back(json::parse(line));
  return lines;
}

const std::set<std::string> kFindingKeys = {
    "id",         "rule",     "name",   "provider",       "class",        "kind",    "severity",
    "confidence", "validity", "secret", "storage",        "target",       "context", "environment",
    "location",   "tracked",  "commit", "at_head",        "history",      "decoded", "lifetime",
    "scope",      "owner",    "count",  "first_observed", "last_observed"};
const std::set<std::string> kIdentityKeys = {
    "id",          "class",      "kind",     "provider",    "name",           "target",
    "severity",    "confidence", "validity", "public",      "declared",       "leaked",
    "storage",     "secret",     "parts",    "occurrences", "first_seen",     "last_seen",
    "removed_at",  "state",      "lifetime", "scope",       "environment",    "owner",
    "consumers",   "agents",     "reuse",    "risk",        "controls",       "policy",
    "offboarding", "decoded",    "warnings", "count",       "first_observed", "last_observed"};

}  // namespace

TEST_CASE("write_json: keys never vanish") {
  for (Report report : {Report{}, sample::empty_report(), sample::inventory_report()}) {
    report.findings.emplace_back();
    report.inventory.identities.emplace_back();
    const json all = parsed(report);
    CHECK(keys_of(all) == std::set<std::string>{"schema", "tool", "scan", "findings", "identities",
                                                "coverage", "suppressed"});
    CHECK(keys_of(all["coverage"]) ==
          std::set<std::string>{"files", "blobs", "commits", "bytes_listed", "bytes_scanned",
                                "bytes_skipped", "bytes_expanded", "skipped"});
    for (const json& finding : all["findings"]) {
      CHECK(keys_of(finding) == kFindingKeys);
      CHECK(keys_of(finding["location"]) ==
            std::set<std::string>{"root", "path", "blob", "line", "column", "end_line",
                                  "end_column", "begin", "end", "chain", "cell", "cell_line",
                                  "key_path"});
    }
    for (const json& identity : all["identities"])
      CHECK(keys_of(identity) == kIdentityKeys);
  }
}

TEST_CASE("write_json: says what was found, with times in RFC 3339") {
  const json all = parsed(sample::inventory_report());
  const json& token = all["findings"][0];
  CHECK(token["class"] == "api_key");
  CHECK(token["rule"] == "acme-deploy-token");
  CHECK(token["secret"] ==
        "acme\xE2\x80\xA6"
        "eeff");
  CHECK(token["decoded"]["issued_at"] == "2026-08-12T08:30:00Z");
  CHECK(token["decoded"]["scopes"] == json({"read", "write"}));
  CHECK(token["commit"]["summary"] == "set the token to ********");
  CHECK(token["tracked"].is_null());
  CHECK(all["findings"][1]["commit"].is_null());
  CHECK(all["findings"][2]["location"]["chain"] == json({"logs.tar.gz", "app.log"}));
  CHECK(all["scan"]["started"] == "2026-11-20T08:30:00Z");
  CHECK(all["identities"][0]["policy"][0]["verdict"] == "fail");
  CHECK(all["identities"][0]["offboarding"]["consumers"] == json({"deploy/settings.py"}));
  CHECK(all["coverage"]["skipped"][1]["reason"] == "permission denied");
  CHECK(all["suppressed"]["placeholder"] == 5);
}

TEST_CASE("write_json: hostile text reads back as text") {
  const json all = parsed(sample::hostile_report());
  const std::string path = all["findings"][0]["location"]["path"];
  CHECK(path.find("=1+1\x1B]0;owned\x07") == 0);
  CHECK(path.find("\xEF\xBF\xBD") != std::string::npos);
}

TEST_CASE("write_jsonl: findings, then identities, then the summary") {
  const std::vector<json> lines = lines_of(sample::inventory_report());
  REQUIRE(lines.size() == 8);
  CHECK(lines[0]["type"] == "finding");
  CHECK(lines[4]["type"] == "identity");
  CHECK(lines[7]["type"] == "summary");
  CHECK(lines[7]["findings"] == 4);
  CHECK(lines[7]["coverage"]["skipped"].size() == 2);

  const json all = parsed(sample::inventory_report());
  json first = lines[0];
  first.erase("type");
  CHECK(first == all["findings"][0]);
}
