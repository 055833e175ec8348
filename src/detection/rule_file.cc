// TOML rule files. A key is one row of kKeys: its name, and how its value is stored in a Rule.
#include "detection/rule_file.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "base/toml.h"
#include "detection/foreign_rules.h"

namespace nhiscan {
namespace {

/// What is wrong with a value, e.g. "must be a string"; empty when it was stored.
using Problem = std::string;

Problem store(const toml::node& node, std::string& to) {
  const auto value = node.value_exact<std::string>();
  if (!value) return "must be a string";
  to = *value;
  return {};
}

template <class Number>
Problem store_count(const toml::node& node, Number& to) {
  const auto value = node.value_exact<std::int64_t>();
  if (!value || *value < 0 || *value > 65535) return "must be a whole number from 0 to 65535";
  to = static_cast<Number>(*value);
  return {};
}

Problem store(const toml::node& node, double& to) {
  const auto value = node.value<double>();
  if (!value || *value < 0 || *value > 8) return "must be a number from 0 to 8";
  to = *value;
  return {};
}

Problem store(const toml::node& node, bool& to) {
  const auto value = node.value_exact<bool>();
  if (!value) return "must be true or false";
  to = *value;
  return {};
}

template <class Enum>
Problem store_word(const toml::node& node, Enum& to,
                   std::optional<Enum> (*parse)(std::string_view)) {
  const auto word = node.value_exact<std::string>();
  const auto value = word ? parse(*word) : std::nullopt;
  if (!value) return "is not one of the words that rules/README.md lists";
  to = *value;
  return {};
}

Problem store(const toml::node& node, std::vector<std::string>& to) {
  const toml::array* list = node.as_array();
  if (list == nullptr) return "must be a list of strings";
  for (const toml::node& element : *list) {
    const auto value = element.value_exact<std::string>();
    if (!value) return "must be a list of strings";
    to.push_back(*value);
  }
  return {};
}

/// A list of texts, each a list of fragments that are joined.
Problem store_fragments(const toml::node& node, std::vector<std::string>& to) {
  const toml::array* list = node.as_array();
  if (list == nullptr) return "must be a list of lists of fragments";
  for (const toml::node& element : *list) {
    std::vector<std::string> fragments;
    if (!store(element, fragments).empty()) return "must be a list of lists of fragments";
    std::string text;
    for (const std::string& fragment : fragments)
      text += fragment;
    to.push_back(std::move(text));
  }
  return {};
}

std::optional<ValueJudgement> parse_judgement(std::string_view word) {
  if (word == "exact") return ValueJudgement::exact;
  if (word == "judged") return ValueJudgement::judged;
  return std::nullopt;
}

Problem store_keywords(const toml::node& node, Rule& rule) {
  if (Problem problem = store(node, rule.keywords); !problem.empty()) return problem;
  for (std::string& word : rule.keywords) {
    if (word.size() < 2 || word.size() > 40) return "must have words of 2 to 40 bytes";
    std::ranges::transform(word, word.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
  }
  return {};
}

struct Key {
  std::string_view name;
  Problem (*store)(const toml::node&, Rule&);
};

constexpr auto kKeys = std::to_array<Key>({
    {"id", [](const toml::node& n, Rule& r) { return store(n, r.id); }},
    {"name", [](const toml::node& n, Rule& r) { return store(n, r.name); }},
    {"provider", [](const toml::node& n, Rule& r) { return store(n, r.provider); }},
    {"kind", [](const toml::node& n, Rule& r) { return store_word(n, r.kind, parse_kind); }},
    {"pattern", [](const toml::node& n, Rule& r) { return store(n, r.pattern); }},
    {"anchor", [](const toml::node& n, Rule& r) { return store(n, r.anchor); }},
    {"lead", [](const toml::node& n, Rule& r) { return store_count(n, r.lead); }},
    {"keywords", store_keywords},
    {"near", [](const toml::node& n, Rule& r) { return store_count(n, r.near); }},
    {"min_entropy", [](const toml::node& n, Rule& r) { return store(n, r.min_entropy); }},
    {"value", [](const toml::node& n, Rule& r) { return store_word(n, r.value, parse_judgement); }},
    {"ignore", [](const toml::node& n, Rule& r) { return store_fragments(n, r.ignore); }},
    {"checksum", [](const toml::node& n, Rule& r) { return store(n, r.checksum); }},
    {"proof_required", [](const toml::node& n, Rule& r) { return store(n, r.proof_required); }},
    {"decode", [](const toml::node& n, Rule& r) { return store(n, r.decode); }},
    {"severity",
     [](const toml::node& n, Rule& r) { return store_word(n, r.severity, parse_severity); }},
    {"confidence",
     [](const toml::node& n, Rule& r) { return store_word(n, r.confidence, parse_confidence); }},
    {"lifetime",
     [](const toml::node& n, Rule& r) { return store_word(n, r.lifetime, parse_lifetime_class); }},
    {"storage",
     [](const toml::node& n, Rule& r) { return store_word(n, r.storage, parse_storage); }},
    {"scope", [](const toml::node& n, Rule& r) { return store(n, r.scope); }},
    {"pairs", [](const toml::node& n, Rule& r) { return store(n, r.pairs); }},
    {"public", [](const toml::node& n, Rule& r) { return store(n, r.is_public); }},
    {"priority", [](const toml::node& n, Rule& r) { return store_count(n, r.priority); }},
    {"revoke", [](const toml::node& n, Rule& r) { return store(n, r.revoke); }},
    {"source", [](const toml::node& n, Rule& r) { return store(n, r.source); }},
    {"matches", [](const toml::node& n, Rule& r) { return store_fragments(n, r.matches); }},
    {"no_match", [](const toml::node& n, Rule& r) { return store_fragments(n, r.no_match); }},
});

constexpr auto kRequired = std::to_array<std::string_view>({"id", "kind", "pattern"});

Error error_at(std::string_view file, const toml::source_region& where, const std::string& what) {
  return {std::string(file) + ":" + std::to_string(where.begin.line) + ": " + what};
}

bool is_id(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

void set_defaults(Rule& rule, const toml::table& table) {
  const bool contextual = !rule.keywords.empty();
  if (rule.name.empty()) rule.name = rule.id;
  if (!table.contains("confidence") && contextual) rule.confidence = Confidence::medium;
  if (table.contains("priority")) return;
  rule.priority = rule.provider == "Generic" ? 10 : contextual ? 40 : 50;
}

Result<Rule> read_rule(const toml::table& table, const std::string& provider,
                       std::string_view file) {
  Rule rule;
  rule.provider = provider;
  rule.file = file;
  rule.line = static_cast<int>(table.source().begin.line);
  const std::string id = table["id"].value_or(std::string("?"));
  for (const auto& [key, node] : table) {
    const auto* const row = std::ranges::find(kKeys, key.str(), &Key::name);
    if (row == kKeys.end())
      return error_at(file, key.source(),
                      "rule '" + id + "': unknown key '" + std::string(key.str()) + "'");
    if (const Problem problem = row->store(node, rule); !problem.empty())
      return error_at(file, node.source(),
                      "rule '" + id + "': " + std::string(key.str()).append(" ").append(problem));
  }
  for (const std::string_view key : kRequired)
    if (!table.contains(key))
      return error_at(file, table.source(),
                      "rule '" + id + "': missing key '" + std::string(key) + "'");
  if (!is_id(rule.id))
    return error_at(file, table.source(), "rule '" + id + "': id must consist of a-z, 0-9 and '-'");
  set_defaults(rule, table);
  return rule;
}

Result<std::vector<Rule>> read_document(const toml::table& document, std::string_view file) {
  for (const auto& [key, node] : document)
    if (key.str() != "provider" && key.str() != "rule")
      return error_at(
          file, key.source(),
          "unknown key '" + std::string(key.str()) + "'; a rule file has 'provider' and [[rule]]");
  std::string provider;
  if (const toml::node* node = document.get("provider"); node != nullptr)
    if (const Problem problem = store(*node, provider); !problem.empty())
      return error_at(file, node->source(), "provider " + problem);
  const toml::node* list = document.get("rule");
  if (list == nullptr) return std::vector<Rule>{};
  if (!list->is_array_of_tables())
    return error_at(file, list->source(), "'rule' must be written as [[rule]]");
  std::vector<Rule> rules;
  for (const toml::node& element : *list->as_array()) {
    auto rule = read_rule(*element.as_table(), provider, file);
    if (!rule) return rule.error();
    rules.push_back(*std::move(rule));
  }
  return rules;
}

Result<std::string> read_whole(const std::filesystem::path& path) {
  constexpr std::size_t kLargest = 64UL * 1024 * 1024;
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{path.string() + ": cannot be read"};
  std::string text;
  std::array<char, 64UL * 1024> part{};
  while (in.read(part.data(), part.size()) || in.gcount() > 0) {
    text.append(part.data(), static_cast<std::size_t>(in.gcount()));
    if (text.size() > kLargest) return Error{path.string() + ": is larger than 64 MiB"};
  }
  return text;
}

Result<toml::table> parse_document(std::string_view toml, std::string_view name) {
  try {
    return toml::parse(toml);
  } catch (const toml::parse_error& failure) {
    return error_at(name, failure.source(), std::string(failure.description()));
  }
}

Result<toml::table> load_document(const std::string& path) {
  const auto text = read_whole(path);
  if (!text) return text.error();
  return parse_document(*text, path);
}

Result<RuleFile> read_any(const toml::table& document, const std::string& file) {
  if (is_foreign_rule_file(document)) return read_foreign_rules(document, file, load_document);
  auto rules = read_document(document, file);
  if (!rules) return rules.error();
  RuleFile read;
  read.rules = *std::move(rules);
  return read;
}

Status check_ids(std::span<const Rule> rules) {
  std::set<std::string_view> ids;
  for (const Rule& rule : rules)
    if (!ids.insert(rule.id).second)
      return Error{rule.file + ":" + std::to_string(rule.line) + ": rule id '" + rule.id +
                   "' is used twice"};
  return Done{};
}

Result<std::vector<std::filesystem::path>> rule_files(const std::filesystem::path& path) {
  std::error_code failed;
  if (!std::filesystem::is_directory(path, failed)) return std::vector{path};
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(path, failed))
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  if (failed) return Error{path.string() + ": " + failed.message()};
  if (files.empty()) return Error{path.string() + ": holds no .toml rule file"};
  std::ranges::sort(files);
  return files;
}

}  // namespace

Result<std::vector<Rule>> parse_rules(std::string_view toml, std::string_view name) {
  const auto document = parse_document(toml, name);
  if (!document) return document.error();
  auto read = read_any(*document, std::string(name));
  if (!read) return read.error();
  return std::move(read->rules);
}

Result<RuleFile> load_rule_file(const std::filesystem::path& path) {
  const auto files = rule_files(path);
  if (!files) return files.error();
  RuleFile all;
  for (const std::filesystem::path& file : *files) {
    const auto document = load_document(file.string());
    if (!document) return document.error();
    auto part = read_any(*document, file.string());
    if (!part) return part.error();
    if (!part->file.empty()) all.file = part->file;
    std::ranges::move(part->rules, std::back_inserter(all.rules));
    std::ranges::move(part->notes, std::back_inserter(all.notes));
    std::ranges::move(part->left_out, std::back_inserter(all.left_out));
    std::ranges::move(part->for_built_in, std::back_inserter(all.for_built_in));
  }
  if (const Status unique = check_ids(all.rules); !unique) return unique.error();
  return all;
}

Result<std::vector<Rule>> load_rules(const std::filesystem::path& path) {
  auto file = load_rule_file(path);
  if (!file) return file.error();
  return std::move(file->rules);
}

}  // namespace nhiscan
