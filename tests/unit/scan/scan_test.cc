#include "scan/scan.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "detection/rule_set.h"
#include "unit/scan/memory_source.h"
#include "unit/scan/silent_progress.h"

using namespace nhiscan;

namespace {

const RuleSet& rules() {
  static const RuleSet set = [] {
    Rule rule;
    rule.id = "acme-token";
    rule.name = "Acme token";
    rule.pattern = R"(\bacme_(?<secret>[0-9a-f]{16})\b)";
    auto compiled = RuleSet::compile({rule});
    REQUIRE(compiled);
    return *std::move(compiled);
  }();
  return set;
}

std::string token(unsigned number) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "acme_%08x%08x", number * 2654435761U, ~number * 40503U);
  return text.data();
}

ScanOutcome scan_all(Source& source, unsigned threads) {
  SilentProgress progress;
  return scan(source, rules(), ScanOptions{}, threads, progress);
}

std::string described(const ScanOutcome& outcome) {
  std::string text;
  for (const Finding& finding : outcome.findings)
    text += finding.location.path + ":" + std::to_string(finding.location.line) + ":" +
            std::to_string(finding.location.column) + " " + finding.id + "\n";
  for (const Skipped& skipped : outcome.coverage.skipped)
    text += skipped.path + " " + skipped.reason + "\n";
  return text + std::to_string(outcome.coverage.bytes_scanned);
}

void fill(MemorySource& source) {
  for (unsigned i = 0; i < 100; ++i)
    source.add("file" + std::to_string(i % 50) + "/" + std::to_string(i),
               "x\n  " + token(i) + "\n" + token(i / 2));
  source.add("binary", std::string("\0\1\2", 3));
}

/// A file that is deleted with the object.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& bytes)
      : name_("/tmp/nhiscan-scan-test-" + std::to_string(getpid())) {
    std::FILE* file = std::fopen(name_.c_str(), "wb");
    REQUIRE(file != nullptr);
    std::fwrite(bytes.data(), 1, bytes.size(), file);
    std::fclose(file);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() { unlink(name_.c_str()); }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  std::string name_;
};

BlobRef file_blob(const std::string& name) {
  BlobRef blob;
  blob.path = name;
  blob.name = name;
  return blob;
}

}  // namespace

TEST_CASE("scan: the same outcome for 1, 2 and 16 threads, in the order of places") {
  std::vector<std::string> outcomes;
  for (const unsigned threads : {1U, 2U, 16U}) {
    MemorySource source;
    fill(source);
    outcomes.push_back(described(scan_all(source, threads)));
  }
  CHECK(outcomes[0] == outcomes[1]);
  CHECK(outcomes[0] == outcomes[2]);
  CHECK(outcomes[0].find("binary binary") != std::string::npos);
}

TEST_CASE("scan: bytes scanned and bytes skipped add up to the bytes listed") {
  MemorySource source;
  fill(source);
  const Coverage coverage = scan_all(source, 2).coverage;
  CHECK(coverage.files == 101);
  CHECK(coverage.bytes_skipped == 3);
  CHECK(coverage.bytes_listed == coverage.bytes_scanned + coverage.bytes_skipped);
}

TEST_CASE("scan_blob: a secret has the same id everywhere, and lines and columns of code points") {
  MemorySource source;
  source.add("a", "\xc3\xa9\xe2\x82\xac\xff " + token(7));
  source.add("b", "\n\n\t" + token(7));
  const ScanOutcome outcome = scan_all(source, 1);
  REQUIRE(outcome.findings.size() == 2);
  CHECK(outcome.findings[0].id == outcome.findings[1].id);
  CHECK(outcome.findings[0].id.size() == 26);
  CHECK(outcome.findings[0].location.column == 10);
  CHECK(outcome.findings[1].location.line == 3);
  CHECK(outcome.findings[1].location.column == 7);
  CHECK(outcome.findings[1].location.end_column == 23);
}

TEST_CASE("scan_blob: windows find what one pass finds, wherever they end") {
  std::string text;
  for (unsigned i = 0; i < 30'000; ++i)
    text += (i % 7 == 0 ? token(i) : "line " + std::to_string(i)) + "\n";
  const TemporaryFile file(text);
  ScanOptions whole;
  ScanOptions small;
  small.window_size = 160UL * 1024;
  const ScanOutcome expected = BlobScanner(rules(), whole).scan_blob(file_blob(file.name()));
  const ScanOutcome found = BlobScanner(rules(), small).scan_blob(file_blob(file.name()));
  CHECK(expected.findings.size() == 4286);
  CHECK(described(found) == described(expected));
}

TEST_CASE("scan_blob: what can't be read is skipped with its reason") {
  const ScanOutcome missing =
      BlobScanner(rules(), ScanOptions{}).scan_blob(file_blob("/nonexistent/file"));
  REQUIRE(missing.coverage.skipped.size() == 1);
  CHECK(missing.coverage.skipped[0].reason == "No such file or directory");
  CHECK(missing.coverage.skipped[0].failed);
  CHECK(missing.coverage.files == 0);

  const TemporaryFile file("acme");
  ScanOptions options;
  options.max_file_size = 3;
  const ScanOutcome large = BlobScanner(rules(), options).scan_blob(file_blob(file.name()));
  REQUIRE(large.coverage.skipped.size() == 1);
  CHECK(large.coverage.skipped[0].reason == "larger than --max-file-size");
  CHECK(large.coverage.bytes_skipped == 4);
}

TEST_CASE("scan_blob: UTF-16 is decoded and points back at its bytes") {
  const std::string ascii = "k = " + token(3) + "\n";
  std::string utf16 = "\xff\xfe";
  for (const char c : ascii)
    utf16 += std::string{c, '\0'};
  MemorySource source;
  source.add("a.reg", utf16);
  const ScanOutcome outcome = scan_all(source, 1);
  REQUIRE(outcome.findings.size() == 1);
  CHECK(outcome.findings[0].location.column == 10);
  CHECK(outcome.findings[0].location.begin == 2 + 2 * 9);
  CHECK(outcome.findings[0].location.end == 2 + 2 * 25);
  CHECK(outcome.findings[0].location.chain == std::vector<std::string>{"utf16"});
}

TEST_CASE("scan_blob: of a change, what is found outside of the touched spans isn't reported") {
  const std::string text = token(1) + "\n" + token(2) + "\n" + token(3) + "\n";
  const std::size_t line = token(1).size() + 1;
  BlobRef blob;
  blob.path = "app.py";
  blob.blob_id = "0123";
  blob.tracked = true;
  blob.at_head = false;
  blob.read = [&]() -> Result<Bytes> {
    Bytes bytes(text.size());
    std::ranges::copy(text, bytes.data());
    return bytes;
  };
  blob.touched = [&](std::string_view bytes) {
    CHECK(bytes == text);
    return std::vector<Span>{{0, 6}, {2 * line + 7, 2 * line + 8}};
  };
  const ScanOptions options;
  ScanOutcome outcome = BlobScanner(rules(), options).scan_blob(blob);
  REQUIRE(outcome.findings.size() == 2);
  CHECK(outcome.findings[0].location.line == 1);
  CHECK(outcome.findings[1].location.line == 3);
  CHECK(outcome.findings[1].location.blob_id == "0123");
  CHECK(outcome.findings[1].tracked == true);
  CHECK_FALSE(outcome.findings[1].at_head);
  CHECK(outcome.coverage.bytes_scanned == text.size());

  blob.read = []() -> Result<Bytes> { return Error{"missing"}; };
  outcome = BlobScanner(rules(), options).scan_blob(blob);
  REQUIRE(outcome.coverage.skipped.size() == 1);
  CHECK(outcome.coverage.skipped[0].reason == "missing");
  CHECK(outcome.coverage.skipped[0].failed);
}

TEST_CASE("threads: scanners on many threads share one rule set") {
  std::vector<ScanOutcome> outcomes(4);
  {
    std::vector<std::jthread> threads;
    for (ScanOutcome& outcome : outcomes) {
      threads.emplace_back([&outcome] {
        const ScanOptions options;
        BlobScanner scanner(rules(), options);
        MemorySource source;
        fill(source);
        for (auto batch = source.next(); !batch.empty(); batch = source.next())
          for (const BlobRef& blob : batch)
            outcome.add(scanner.scan_blob(blob));
      });
    }
  }
  for (const ScanOutcome& outcome : outcomes)
    CHECK(described(outcome) == described(outcomes[0]));
  CHECK(outcomes[0].findings.size() == 200);
}
