// nhiscan-rulec: checks rule files and compiles them into the images that the program embeds. A
// build tool; it is not installed.
//
//   nhiscan-rulec --lint PATH           checks every rule and tries it on its own examples
//   nhiscan-rulec --output DIR PATH     writes DIR/rules.bin, DIR/examples.bin, DIR/rules.digest
//                                       and, of the anchors, DIR/plain.CPU.hsdb and
//                                       DIR/spotted.CPU.hsdb for each CPU

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <span>
#include <string>
#include <vector>

#include "credentials/rule_names.h"
#include "detection/anchor.h"
#include "detection/rule_codec.h"
#include "detection/rule_examples.h"
#include "detection/rule_file.h"
#include "detection/rule_lint.h"
#include "detection/rule_set.h"
#include "detection/spotted.h"

namespace nhiscan {
namespace {

/// What the rules of the product need beyond what a rule must have.
std::vector<RuleProblem> missing_parts(const Rule& rule) {
  std::vector<RuleProblem> problems;
  const auto add = [&](const std::string& what) {
    problems.push_back({rule.file, rule.line, rule.id, what});
  };
  if (rule.matches.empty() || rule.no_match.empty()) add("needs matches and a no_match");
  if (rule.source.empty()) add("has no source");
  return problems;
}

int lint(std::vector<Rule> rules) {
  if (prepare_rules(rules)) mark_spotted(rules);
  const auto is_rule = [&](std::string_view id) {
    return std::ranges::find(rules, id, &Rule::id) != rules.end();
  };
  std::size_t count = 0;
  for (const Rule& rule : rules)
    for (const auto& problems :
         {unknown_names(rule, is_rule), failed_examples(rule), missing_parts(rule)})
      for (const RuleProblem& problem : problems) {
        std::cerr << to_string(problem) << '\n';
        ++count;
      }
  std::cout << rules.size() << " rules, " << count << " problems\n";
  return count == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

Status write_file(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream out(path, std::ios::binary);
  out << bytes << std::flush;
  if (!out) return Error{path.string() + ": cannot be written"};
  return Done{};
}

Status write_image(std::span<const Anchor> anchors, Cpu cpu, const std::filesystem::path& path) {
  const auto database = compile_anchors(anchors, cpu);
  if (!database) return database.error();
  if (!*database) return write_file(path, {});
  Handle<char, std::free> serialized;
  std::size_t length = 0;
  std::size_t size = 0;
  if (hs_serialize_database(database->get(), into(serialized), &length) != HS_SUCCESS)
    return Error{"hs_serialize_database failed"};
  if (hs_serialized_database_size(serialized.get(), length, &size) != HS_SUCCESS)
    return Error{"hs_serialized_database_size failed"};
  // The program scans with these very bytes, at the same alignment (rule_image.S.in).
  constexpr std::size_t kAlignment = 64;
  const std::size_t room = (size + kAlignment - 1) / kAlignment * kAlignment;
  const Handle<char, std::free> image(static_cast<char*>(std::aligned_alloc(kAlignment, room)));
  if (!image) return Error{"no memory for a rule image"};
  std::memset(image.get(), 0, room);
  auto* const place = reinterpret_cast<hs_database_t*>(image.get());
  if (hs_deserialize_database_at(serialized.get(), length, place) != HS_SUCCESS)
    return Error{"hs_deserialize_database_at failed"};
  return write_file(path, {image.get(), size});
}

Status compile(std::vector<Rule> rules, const std::filesystem::path& directory) {
  if (const Status good = prepare_rules(rules); !good) return good.error();
  mark_spotted(rules);
  for (Rule& rule : rules)
    rule.file = std::filesystem::path(rule.file).filename();  // wherever the product is built
  std::filesystem::create_directories(directory);
  for (const bool spotted : {false, true})
    for (const Cpu cpu : {Cpu::avx2, Cpu::generic}) {
      const std::string name = std::string(spotted ? "spotted" : "plain") +
                               (cpu == Cpu::avx2 ? ".avx2.hsdb" : ".generic.hsdb");
      const Status good = write_image(anchors_of(rules, spotted), cpu, directory / name);
      if (!good) return good.error();
    }
  if (const Status good = write_file(directory / "rules.bin", encode_rules(rules)); !good)
    return good.error();
  if (const Status good = write_file(directory / "examples.bin", encode_examples(rules)); !good)
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
