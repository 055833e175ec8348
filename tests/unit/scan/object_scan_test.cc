#include "scan/object_scan.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "base/encoding.h"
#include "unit/git/pack_builder.h"
#include "unit/scan/silent_progress.h"
#include "unit/sources/temporary_repository.h"

using namespace nhiscan;

namespace {

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t limit) { return limit == 0 ? 0 : random() % limit; }

/// Text in which tokens, keywords and their halves are common.
std::string noise(Random& random) {
  static const std::vector<std::string> kWords = {"pass",
                                                  "word",
                                                  " = ",
                                                  "\"",
                                                  "Wm4zpL8zQe",
                                                  "\n",
                                                  "ghp",
                                                  "_",
                                                  "R3kVbN8sQ1mXyT6wZc4LpD9fHj2aGu0Lq7Ye",
                                                  "acme",
                                                  " secret: ",
                                                  "'",
                                                  "tR7-kq2Vx9",
                                                  "AKIA",
                                                  "QWERTYUIOPASDFGH",
                                                  "x",
                                                  " ",
                                                  "api_key=",
                                                  "3f9a1c7be05d24689b1c7ae05d246830",
                                                  "https://user:",
                                                  "hunter2x!@db.acme.com/",
                                                  "\r\n",
                                                  "-----BEGIN ",
                                                  "PRIVATE KEY-----\n",
                                                  "-----END ",
                                                  "# gitleaks:",
                                                  "allow\n"};
  std::string text;
  for (std::size_t count = below(random, 60); count > 0; --count)
    text += kWords[below(random, kWords.size())];
  return text;
}

/// The same with parts that are written another way, over lines or on one, with their halves.
std::string encoded_noise(Random& random) {
  const std::string line =
      "db_password = \"Wm4zpL8zQe" + std::to_string(below(random, 90)) + "\"\n";
  const std::string base64 = encode_base64(line + line);
  const std::string hex = encode_hex(line);
  std::string listed = "bytes = [";
  for (const char c : line)
    listed += std::to_string(static_cast<int>(c)) + ",";
  std::string dump;
  for (std::size_t at = 0; at < line.size(); at += 16) {
    dump += "000000" + encode_hex(std::string(1, static_cast<char>(at))) + ":";
    for (const char c : line.substr(at, 16))
      dump += " " + encode_hex(std::string(1, c));
    dump += "  ghpx_1234567\n";
  }
  const std::string digits = encode_base64(line + line + line + line + line).substr(0, 160);
  const std::string written = "09:01 -----BEGIN " + std::string("RSA PRIVATE KEY-----\n09:02 ") +
                              digits.substr(0, 64) + "\n09:03 " + digits.substr(64, 64) +
                              "\n09:04 " + digits.substr(128) +
                              "\n09:05 -----END RSA PRIVATE KEY-----\n";
  const std::vector<std::string> words = {
      base64,
      base64.substr(0, 40) + "\n" + base64.substr(40),
      "  " + base64.substr(0, 32) + "\r\n> " + base64.substr(32, 32) + "\n" + base64.substr(64),
      base64.substr(0, 36),
      base64.substr(12),
      hex,
      hex.substr(0, 34) + "\n" + hex.substr(34),
      "\n",
      "\n# ",
      "\\\n  ",
      "=\n",
      "=\r\n",
      R"(\"password\": \"Wm4zpL8zQe\")",
      R"(\npassword=Wm4zpL8zQeQ17xkT\n)",
      "password%3DWm4zpL8%7AQeQ17xkT",
      "&quot;token&quot;: &quot;Wm4zpL8zQeQ17xkT&quot;",
      "api_token=Wm4zpL8zQeQ17xkTWm4zpL8zQeQ17xkTWm4zpL8zQeQ17xkTlongw",
      "\x1b[31mtoken=\x1b[0mWm4zpL8zQeQ17xkT",
      "kind: Secret\ndata:\n  password: " + encode_base64("Wm4zpL8zQeQ17xkT") + "\n",
      listed + "]",
      listed.substr(0, 90) + "\n  " + listed.substr(90) + "\n",
      listed.substr(0, 60),
      dump,
      dump.substr(0, 132),
      dump.substr(66),
      written,
      written.substr(0, written.size() / 2),
      written.substr(written.size() / 3),
      "name: value\n",
      "x = f(y)\n",
  };
  std::string text;
  for (std::size_t count = below(random, 12); count > 0; --count)
    text += words[below(random, words.size())] + (below(random, 3) == 0 ? noise(random) : "\n");
  return text;
}

std::string any_noise(Random& random) {
  return below(random, 3) == 0 ? encoded_noise(random) : noise(random);
}

/// A few copies from the base, some inserts between them.
std::vector<DeltaStep> random_steps(Random& random, const std::string& base) {
  std::vector<DeltaStep> steps;
  std::size_t at = 0;
  while (at < base.size() && steps.size() < 12) {
    const std::size_t begin = below(random, 4) == 0 ? below(random, base.size()) : at;
    const std::size_t size = 1 + below(random, base.size() - begin);
    steps.push_back({begin, size, ""});
    at = begin + size + below(random, 3) * below(random, 8);
    if (below(random, 2) == 0) steps.push_back({0, 0, any_noise(random)});
  }
  if (steps.empty() || below(random, 3) == 0) steps.push_back({0, 0, any_noise(random) + "."});
  std::erase_if(steps,
                [](const DeltaStep& step) { return step.copy_size + step.insert.size() == 0; });
  return steps;
}

std::string applied(const std::string& base, const std::vector<DeltaStep>& steps) {
  std::string text;
  for (const DeltaStep& step : steps)
    text += step.insert + base.substr(step.copy_begin, step.copy_size);
  return text;
}

/// Trees of deltas of up to forty objects.
PackBuilder random_pack(unsigned seed) {
  Random random(seed);
  PackBuilder builder;
  std::vector<std::string> texts;
  for (std::size_t count = 2 + below(random, 38); count > 0; --count) {
    if (texts.empty() || below(random, 8) == 0) {
      texts.push_back(any_noise(random) + any_noise(random));
      builder.add(ObjectType::blob, texts.back());
      continue;
    }
    const auto base = static_cast<std::uint32_t>(below(random, texts.size()));
    const std::vector<DeltaStep> steps = random_steps(random, texts[base]);
    const std::string delta = delta_of(texts[base].size(), steps);
    if (below(random, 2) == 0)
      builder.add_offset_delta(base, delta);
    else
      builder.add_id_delta(PackBuilder::id(base), delta);
    texts.push_back(applied(texts[base], steps));
  }
  return builder;
}

struct Seen {
  std::vector<std::pair<std::uint32_t, std::vector<Hit>>> hits;
  std::uint64_t bytes = 0;
  std::uint64_t expanded = 0;
  std::size_t skipped = 0;
  bool operator==(const Seen&) const = default;
};

Seen scan_with(const ObjectStore& store, const RuleSet& rules, ObjectScanOptions::Reading reading) {
  ObjectScanOptions options;
  options.reading = reading;
  SilentProgress progress;
  const ObjectScan scan = scan_objects(store, rules, options, {}, progress);
  Seen seen;
  for (const ObjectHits& object : scan.objects)
    seen.hits.emplace_back(object.number, object.hits);
  seen.bytes = scan.coverage.bytes_scanned;
  seen.expanded = scan.coverage.bytes_expanded;
  seen.skipped = scan.coverage.skipped.size();
  return seen;
}

}  // namespace

TEST_CASE("oracle: reading what deltas add finds what a scan of every byte finds") {
  const auto rules = RuleSet::embedded();
  REQUIRE(rules);
  std::size_t hits = 0;
  for (unsigned seed = 0; seed < 1000; ++seed) {
    CAPTURE(seed);
    const TemporaryDirectory directory;
    const PackBuilder builder = random_pack(seed);
    directory.write("pack/pack-1.pack", builder.pack());
    directory.write("pack/pack-1.idx", builder.index());
    const auto store = ObjectStore::open(directory.path(), HashKind::sha1);
    REQUIRE(store);
    const Seen delta = scan_with(*store, *rules, ObjectScanOptions::Reading::delta);
    const Seen full = scan_with(*store, *rules, ObjectScanOptions::Reading::full);
    CHECK(delta == full);
    CHECK(delta.skipped == 0);
    for (const auto& [number, found] : full.hits)
      hits += found.size();
  }
  CHECK(hits > 10'000);
}
