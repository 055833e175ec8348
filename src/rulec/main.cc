// nhiscan-rulec: checks rule files and compiles them into the images that the program embeds. A
// build tool; it is not installed.
//
//   nhiscan-rulec --lint PATH           checks every rule and tries it on its own examples
//   nhiscan-rulec --output DIR PATH     writes DIR/rules.bin, DIR/rules.digest and, of the
//                                       anchors, DIR/avx2.hsdb and DIR/generic.hsdb

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <span>
#include <string>
#include <vector>

#include "credentials/checksum.h"
#include "credentials/read.h"
#include "detection/anchor.h"
#include "detection/matcher.h"
#include "detection/rule_codec.h"
#include "detection/rule_file.h"
#include "detection/rule_lint.h"
#include "detection/rule_set.h"

namespace nhiscan {
namespace {

std::string place_of(const Rule& rule) {
  return rule.file + ":" + std::to_string(rule.line) + ": rule '" + rule.id + "': ";
}

std::vector<std::string> unknown_names(const std::vector<Rule>& rules) {
  std::vector<std::string> problems;
  const auto known_id = [&](const std::string& id) {
    return std::ranges::find(rules, id, &Rule::id) != rules.end();
  };
  for (const Rule& rule : rules) {
    if (!rule.checksum.empty() && !knows_checksum(rule.checksum))
      problems.push_back(place_of(rule) + "unknown checksum '" + rule.checksum + "'");
    if (!rule.decode.empty() && !knows_reader(rule.decode))
      problems.push_back(place_of(rule) + "unknown decode '" + rule.decode + "'");
    for (const std::string& id : rule.pairs)
      if (!known_id(id))
        problems.push_back(place_of(rule) + "pairs with the unknown rule '" + id + "'");
  }
  return problems;
}

/// Tries one rule alone, so that another rule's claim on the same bytes can't hide it.
std::vector<std::string> failed_examples(const Rule& rule) {
  std::vector<std::string> problems;
  auto set = RuleSet::compile({rule});
  if (!set) return {set.error().message};
  Matcher matcher(*set);
  for (const std::string& text : rule.matches)
    if (matcher.scan(text, "example.conf").matches.empty())
      problems.push_back(place_of(rule) + "misses its example '" + text.substr(0, 24) + "…'");
  for (const std::string& text : rule.no_match)
    if (std::ranges::any_of(matcher.scan(text, "example.conf").matches, is_present))
      problems.push_back(place_of(rule) + "matches its near miss '" + text.substr(0, 24) + "…'");
  if (rule.matches.empty() || rule.no_match.empty())
    problems.push_back(place_of(rule) + "needs matches and a no_match");
  if (rule.source.empty()) problems.push_back(place_of(rule) + "has no source");
  return problems;
}

int lint(std::vector<Rule> rules) {
  std::vector<std::string> problems = unknown_names(rules);
  for (Rule& rule : rules) {
    if (const Status good = prepare_rule(rule); !good) {
      problems.push_back(good.error().message);
      continue;
    }
    for (std::string& problem : failed_examples(rule))
      problems.push_back(std::move(problem));
  }
  for (const std::string& problem : problems)
    std::cerr << problem << '\n';
  std::cout << rules.size() << " rules, " << problems.size() << " problems\n";
  return problems.empty() ? EXIT_SUCCESS : EXIT_FAILURE;
}

Status write_file(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream out(path, std::ios::binary);
  out << bytes << std::flush;
  if (!out) return Error{path.string() + ": cannot be written"};
  return Done{};
}

Status write_image(std::span<const std::string> anchors, Cpu cpu,
                   const std::filesystem::path& path) {
  const auto database = compile_anchors(anchors, cpu);
  if (!database) return database.error();
  Handle<char, std::free> bytes;
  std::size_t size = 0;
  if (hs_serialize_database(database->get(), into(bytes), &size) != HS_SUCCESS)
    return Error{"hs_serialize_database failed"};
  return write_file(path, {bytes.get(), size});
}

Status compile(std::vector<Rule> rules, const std::filesystem::path& directory) {
  if (const Status good = prepare_rules(rules); !good) return good.error();
  std::vector<std::string> anchors;
  anchors.reserve(rules.size());
  for (const Rule& rule : rules)
    anchors.push_back(rule.anchor);
  std::filesystem::create_directories(directory);
  if (const Status good = write_image(anchors, Cpu::avx2, directory / "avx2.hsdb"); !good)
    return good.error();
  if (const Status good = write_image(anchors, Cpu::generic, directory / "generic.hsdb"); !good)
    return good.error();
  if (const Status good = write_file(directory / "rules.bin", encode_rules(rules)); !good)
    return good.error();
  return write_file(directory / "rules.digest", rules_digest(std::move(rules)));
}

int run(std::span<char* const> arguments) {
  const bool linting = arguments.size() == 3 && std::string_view(arguments[1]) == "--lint";
  const bool compiling = arguments.size() == 4 && std::string_view(arguments[1]) == "--output";
  if (!linting && !compiling) {
    std::cerr << "usage: nhiscan-rulec --lint PATH | --output DIR PATH\n";
    return EXIT_FAILURE;
  }
  auto rules = load_rules(arguments.back());
  if (!rules) {
    std::cerr << rules.error().message << '\n';
    return EXIT_FAILURE;
  }
  if (linting) return lint(*std::move(rules));
  const Status done = compile(*std::move(rules), arguments[2]);
  if (!done) std::cerr << done.error().message << '\n';
  return done ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace nhiscan

int main(int argc, char** argv) {
  try {
    return nhiscan::run({argv, static_cast<std::size_t>(argc)});
  } catch (const std::exception& failure) {
    std::cerr << failure.what() << '\n';
    return EXIT_FAILURE;
  }
}
