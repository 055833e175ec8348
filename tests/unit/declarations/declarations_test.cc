#include "declarations/declarations.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace nhiscan;

namespace {

/// `limit certain: why` for each, in order.
std::string unread(std::string_view path, std::string_view text) {
  std::string shown;
  for (const Unread& one : read_declarations(path, text).unread) {
    shown += one.cause == Unread::Cause::limit ? "limit" : "malformed";
    shown += one.certain ? " certain: " : ": ";
    shown += one.why + '\n';
  }
  return shown;
}

const std::string kDeep = std::string(150, '[') + std::string(150, ']') + "\n";
const std::string kSecret = "apiVersion: v1\nkind: Secret\ndata: ";
constexpr std::string_view kWorkflow = ".github/workflows/ci.yml";
constexpr std::string_view kTooDeep = "limit certain: YAML with more than 100 levels\n";

}  // namespace

TEST_CASE(
    "read_declarations: what a limit cut off is said, surely where the file is of the format") {
  CHECK(unread("a.yaml", kSecret + kDeep) == kTooDeep);
  CHECK(unread("a.yaml", kSecret + "\n---\n" + kSecret + kDeep + "---\n" + kSecret + kDeep) ==
        kTooDeep);
  CHECK(unread("a.json", R"({"apiVersion": "v1", "kind": "Secret", "data": )" + kDeep + "}") ==
        kTooDeep);
  CHECK(unread(kWorkflow, "jobs: " + kDeep) == kTooDeep);
  CHECK(unread("a.json", R"({"apiVersion": "v1", "kind": {}, "data": )" + kDeep + "}") ==
        "limit: YAML with more than 100 levels\n");
  CHECK(unread("a.yaml", "apiVersion: v1\nkind: ConfigMap\ndata: " + kDeep).empty());
  CHECK(unread("a.yaml", "apiVersion, kind: " + kDeep) ==
        "limit: YAML with more than 100 levels\n");
}

TEST_CASE("unread_declarations: a file of a known format is said to be too large") {
  CHECK(unread_declarations("a.txt", kSecret).empty());
  REQUIRE(unread_declarations("a.yaml", kSecret).size() == 1);
  CHECK(unread_declarations("a.yaml", kSecret)[0].certain);
  CHECK(unread_declarations("a.yaml", kSecret)[0].why == "file too large");
  CHECK_FALSE(unread_declarations("a.yaml", "# apiVersion, kind").at(0).certain);
}

TEST_CASE("read_declarations: what isn't YAML is said of certain files alone") {
  CHECK(unread("a.yaml", kSecret + "[1, 2\n") == "malformed certain: not YAML\n");
  CHECK(unread(kWorkflow, "jobs: [1, 2\n") == "malformed certain: not YAML\n");
  CHECK(unread("a.yaml", "a note on [apiVersion and kind: {\n").empty());
  CHECK(unread("a.yaml", kSecret + "{a: {{ .Values.a }}}\n").empty());
  CHECK(unread(kWorkflow, "jobs: {}\n").empty());
}
