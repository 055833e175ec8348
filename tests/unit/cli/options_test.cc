#include "cli/options.h"

#include <doctest/doctest.h>

#include <string>

using namespace nhiscan;

namespace {

std::string error_of(const ScanArguments& arguments) {
  const auto settings = check(arguments);
  return settings ? "" : settings.error().message;
}

}  // namespace

TEST_CASE("check: one report to standard output, any number to files") {
  ScanArguments arguments;
  arguments.formats = {"json", "sarif=out.sarif", "jsonl=out.jsonl"};
  const auto settings = check(arguments);
  REQUIRE(settings);
  CHECK(settings->targets.size() == 3);
  CHECK(settings->targets[0].file.empty());
  CHECK(settings->targets[1].file == "out.sarif");
  arguments.formats = {"json", "sarif"};
  CHECK(error_of(arguments).starts_with("--format: only one report can go to standard output"));
  arguments.output = "a.json";
  CHECK(error_of(arguments).empty());
}

TEST_CASE("check: -o alone takes the format from the file's name") {
  ScanArguments arguments;
  arguments.output = "report.sarif";
  const auto settings = check(arguments);
  REQUIRE(settings);
  REQUIRE(settings->targets.size() == 1);
  CHECK(settings->targets[0].format->name == "sarif");
}

TEST_CASE("check: says what is wrong with a value") {
  ScanArguments arguments;
  arguments.formats = {"yaml"};
  CHECK(error_of(arguments).starts_with("--format: there is no format 'yaml'; there are "));
  arguments = {};
  arguments.max_file_size = "10X";
  CHECK(error_of(arguments) == "--max-file-size: '10X' is not a size such as 10M");
  arguments = {};
  arguments.now = "yesterday";
  CHECK(error_of(arguments) == "--now: 'yesterday' is not a time such as 2026-11-22T10:00:00Z");
  arguments = {};
  arguments.redact = "120";
  CHECK(error_of(arguments) == "--redact: '120' is not a percentage from 0 to 100");
  arguments = {};
  arguments.max_memory = "1M";
  CHECK(error_of(arguments) == "--max-memory: '1M' is not a size of at least 16M");
}

TEST_CASE("check: sizes are powers of 1024") {
  ScanArguments arguments;
  arguments.max_file_size = "2MiB";
  const auto settings = check(arguments);
  REQUIRE(settings);
  CHECK(settings->max_file_size == 2U * 1024 * 1024);
}
