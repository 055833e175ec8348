// Scans a tree on one thread with the first COUNT rules of some rule files: how the time grows with
// the rules.
//
// usage: scan_rules COUNT TREE RULES…      RULES: rule files or directories. Prints one line of
// JSON, times in seconds.
//
// The free-form rules of generic.toml come first, because they cost more than any other: the number
// of rules is what varies. The others of the first RULES follow in an order that has nothing to do
// with their names, then those of the next.
#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <iterator>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "detection/rule_file.h"
#include "detection/rule_set.h"
#include "scan/scan.h"
#include "sources/filesystem.h"
#include "unit/scan/silent_progress.h"

namespace nhiscan {
namespace {

std::uint64_t fnv1a(const std::string& text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text)
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

Result<std::vector<Rule>> load_all(std::span<char* const> paths) {
  std::vector<Rule> all;
  for (const char* path : paths) {
    auto rules = load_rules(path);
    if (!rules) return rules.error();
    const auto is_specific = [](const Rule& rule) { return !rule.file.ends_with("generic.toml"); };
    std::ranges::sort(*rules, {}, [&](const Rule& rule) {
      return std::tuple(is_specific(rule), fnv1a(rule.id));
    });
    std::ranges::move(*rules, std::back_inserter(all));
  }
  return all;
}

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

Status run(std::size_t count, const std::string& tree, std::span<char* const> rule_paths) {
  auto rules = load_all(rule_paths);
  if (!rules) return rules.error();
  if (rules->size() < count)
    return Error{"there are only " + std::to_string(rules->size()) + " rules"};
  rules->resize(count);
  const auto set = RuleSet::compile(*std::move(rules));
  if (!set) return set.error();
  FilesystemOptions files;
  files.paths = {tree};
  const auto source = open_filesystem(std::move(files));
  if (!source) return source.error();

  SilentProgress progress;
  const double start = cpu_seconds();
  const ScanOutcome outcome = scan(**source, *set, ScanOptions{}, 1, progress);
  const double spent = cpu_seconds() - start;
  std::cout << R"({"rules": )" << count << R"(, "cpu": )" << spent << R"(, "bytes": )"
            << outcome.coverage.bytes_scanned << R"(, "findings": )" << outcome.findings.size()
            << "}\n";
  return Done{};
}

}  // namespace
}  // namespace nhiscan

int main(int argc, char** argv) {
  if (argc < 4) {
    std::cerr << "usage: scan_rules COUNT TREE RULES…\n";
    return EXIT_FAILURE;
  }
  try {
    const nhiscan::Status done =
        nhiscan::run(std::strtoul(argv[1], nullptr, 10), argv[2], {argv + 3, argv + argc});
    if (!done) std::cerr << done.error().message << '\n';
    return done ? EXIT_SUCCESS : EXIT_FAILURE;
  } catch (const std::exception& failure) {
    std::cerr << failure.what() << '\n';
    return EXIT_FAILURE;
  }
}
