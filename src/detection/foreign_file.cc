// Each table is a table of keys here, in lower case, since case doesn't count in these files.
#include "detection/foreign_file.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "base/text.h"

namespace nhiscan {
namespace {

/// Where one is, for messages: `acme.toml:7: rule 'x': `.
struct Place {
  const std::string& file;
  std::string within;  // "rule 'x': ", or empty
  std::vector<std::string>& notes;

  [[nodiscard]] std::string at(const toml::source_region& where, const std::string& what) const {
    return file + ":" + std::to_string(where.begin.line) + ": " + within + what;
  }
  [[nodiscard]] Error wrong(const toml::node& node, std::string_view key,
                            const std::string& problem) const {
    return {at(node.source(), std::string(key) + " " + problem)};
  }
  void note(const toml::source_region& where, const std::string& what) const {
    notes.push_back(at(where, what));
  }
};

template <class To>
struct ForeignKey {
  std::string_view name;
  Status (*read)(const toml::node& node, std::string_view key, const Place& place, To& to);
};

/// Reads each key of the table by its row; one without a row is noted.
template <class To>
Status read_table(const toml::table& table, const Place& place,
                  std::span<const ForeignKey<To>> keys, To& to) {
  for (const auto& [key, node] : table) {
    const std::string name = lower_ascii(key.str());
    const auto row = std::ranges::find(keys, std::string_view(name), &ForeignKey<To>::name);
    if (row == keys.end()) {
      place.note(key.source(),
                 "'" + std::string(key.str()) + "' can't be carried over; it counts for nothing");
      continue;
    }
    if (const Status read = row->read(node, key.str(), place, to); !read) return read.error();
  }
  return Done{};
}

Status read_text(const toml::node& node, std::string_view key, const Place& place,
                 std::string& to) {
  const auto value = node.value_exact<std::string>();
  if (!value) return place.wrong(node, key, "must be a string");
  to = *value;
  return Done{};
}

Status read_texts(const toml::node& node, std::string_view key, const Place& place,
                  std::vector<std::string>& to) {
  const toml::array* list = node.as_array();
  if (list == nullptr) return place.wrong(node, key, "must be a list of strings");
  for (const toml::node& element : *list) {
    std::string text;
    if (!read_text(element, key, place, text))
      return place.wrong(element, key, "must be a list of strings");
    to.push_back(std::move(text));
  }
  return Done{};
}

Status read_flag(const toml::node& node, std::string_view key, const Place& place, bool& to) {
  const auto value = node.value_exact<bool>();
  if (!value) return place.wrong(node, key, "must be true or false");
  to = *value;
  return Done{};
}

Status read_count(const toml::node& node, std::string_view key, const Place& place,
                  std::uint32_t& to) {
  const auto value = node.value_exact<std::int64_t>();
  if (!value || *value < 0 || *value > 1'000'000)
    return place.wrong(node, key, "must be a whole number from 0 to 1000000");
  to = static_cast<std::uint32_t>(*value);
  return Done{};
}

Status read_regex(const toml::node& node, std::string_view key, const Place& place, GoRegex& to) {
  std::string text;
  if (const Status read = read_text(node, key, place, text); !read) return read.error();
  auto parsed = parse_go_regex(text);
  if (!parsed)
    return place.wrong(node, key, "is no regular expression of Go: " + parsed.error().message);
  to = *std::move(parsed);
  return Done{};
}

Status read_expressions(const toml::node& node, std::string_view key, const Place& place,
                        std::vector<std::string>& to) {
  const toml::array* list = node.as_array();
  if (list == nullptr) return place.wrong(node, key, "must be a list of strings");
  for (const toml::node& element : *list) {
    GoRegex regex;
    if (const Status read = read_regex(element, key, place, regex); !read) return read.error();
    to.push_back(to_pcre2(regex));
  }
  return Done{};
}

template <class T>
T& made(std::optional<T>& slot) {
  return slot.emplace();
}

Status ignore(const toml::node& /*node*/, std::string_view /*key*/, const Place& /*place*/,
              auto& /*to*/) {
  return Done{};
}

/// Calls `read` on each table of a list, or on the one that stands in its place.
template <class Read>
Status for_each_table(const toml::node& node, std::string_view key, const Place& place,
                      const Read& read) {
  if (const toml::table* table = node.as_table(); table != nullptr) return read(*table);
  const toml::array* list = node.as_array();
  if (list == nullptr) return place.wrong(node, key, "must be a table, or a list of tables");
  for (const toml::node& element : *list) {
    const toml::table* table = element.as_table();
    if (table == nullptr) return place.wrong(element, key, "must be a list of tables");
    if (const Status done = read(*table); !done) return done.error();
  }
  return Done{};
}

Status read_condition(const toml::node& node, std::string_view key, const Place& place,
                      SharedAllowlist& to) {
  const std::string word = lower_ascii(node.value_or(std::string()));
  if (word == "and" || word == "&&")
    to.list.condition = Allowlist::Condition::all;
  else if (word != "or" && word != "||")
    return place.wrong(node, key, R"(must be "OR" or "AND")");
  return Done{};
}

Status read_target(const toml::node& node, std::string_view key, const Place& place,
                   SharedAllowlist& to) {
  const std::string word = lower_ascii(node.value_or(std::string()));
  if (word == "match")
    to.list.target = Allowlist::Target::match;
  else if (word == "line")
    to.list.target = Allowlist::Target::line;
  else if (word != "secret")
    return place.wrong(node, key, R"(must be "secret", "match" or "line")");
  return Done{};
}

Status read_lower(const toml::node& node, std::string_view key, const Place& place,
                  std::vector<std::string>& to) {
  if (const Status read = read_texts(node, key, place, to); !read) return read.error();
  std::erase(to, "");
  for (std::string& word : to)
    word = lower_ascii(word);
  return Done{};
}

constexpr auto kAllowlistKeys = std::to_array<ForeignKey<SharedAllowlist>>({
    {"id", ignore},
    {"description", ignore},
    {"condition", read_condition},
    {"matchcondition", read_condition},
    {"regextarget", read_target},
    {"commits", [](const toml::node& n, std::string_view k, const Place& p,
                   SharedAllowlist& to) { return read_lower(n, k, p, to.list.commits); }},
    {"paths", [](const toml::node& n, std::string_view k, const Place& p,
                 SharedAllowlist& to) { return read_expressions(n, k, p, to.list.paths); }},
    {"regexes", [](const toml::node& n, std::string_view k, const Place& p,
                   SharedAllowlist& to) { return read_expressions(n, k, p, to.list.regexes); }},
    {"stopwords", [](const toml::node& n, std::string_view k, const Place& p,
                     SharedAllowlist& to) { return read_lower(n, k, p, to.list.stopwords); }},
    {"targetrules", [](const toml::node& n, std::string_view k, const Place& p,
                       SharedAllowlist& to) { return read_texts(n, k, p, to.rules); }},
});

Result<SharedAllowlist> read_allowlist(const toml::table& table, const Place& place) {
  SharedAllowlist shared;
  shared.line = static_cast<int>(table.source().begin.line);
  const Status read = read_table<SharedAllowlist>(table, place, kAllowlistKeys, shared);
  if (!read) return read.error();
  const Allowlist& list = shared.list;
  if (list.commits.empty() && list.paths.empty() && list.regexes.empty() && list.stopwords.empty())
    place.note(table.source(),
               "an allowlist without commits, paths, regexes and stopwords excuses nothing");
  return shared;
}

Status read_rule_allowlists(const toml::node& node, std::string_view key, const Place& place,
                            ForeignRule& rule) {
  return for_each_table(node, key, place, [&](const toml::table& table) -> Status {
    auto shared = read_allowlist(table, place);
    if (!shared) return shared.error();
    rule.allowlists.push_back(std::move(shared->list));
    return Done{};
  });
}

constexpr auto kRequiredKeys = std::to_array<ForeignKey<Requirement>>({
    {"id", [](const toml::node& n, std::string_view k, const Place& p,
              Requirement& to) { return read_text(n, k, p, to.rule); }},
    {"withinlines", [](const toml::node& n, std::string_view k, const Place& p,
                       Requirement& to) { return read_count(n, k, p, made(to.lines)); }},
    {"withincolumns", [](const toml::node& n, std::string_view k, const Place& p,
                         Requirement& to) { return read_count(n, k, p, made(to.columns)); }},
});

Status read_required(const toml::node& node, std::string_view key, const Place& place,
                     ForeignRule& rule) {
  made(rule.required);
  return for_each_table(node, key, place, [&](const toml::table& table) -> Status {
    Requirement requirement;
    const Status read = read_table<Requirement>(table, place, kRequiredKeys, requirement);
    if (!read) return read.error();
    if (requirement.rule.empty()) return place.wrong(table, key, "lacks its id");
    rule.required->push_back(std::move(requirement));
    return Done{};
  });
}

Status read_entropy(const toml::node& node, std::string_view key, const Place& place,
                    ForeignRule& rule) {
  const auto value = node.value<double>();
  if (!value || *value < 0 || *value > 8)
    return place.wrong(node, key, "must be a number from 0 to 8");
  rule.entropy = *value;
  return Done{};
}

Status read_filter_of_tokens(const toml::node& node, std::string_view key, const Place& place,
                             ForeignRule& /*rule*/) {
  if (node.value_or(true))
    place.note(node.source(),
               std::string(key) + " can't be carried over; the rule finds more without it");
  return Done{};
}

template <class To>
Status note_expression(const toml::node& node, std::string_view key, const Place& place,
                       To& /*to*/) {
  place.note(
      node.source(),
      std::string(key) + " is an expression that can't be carried over; it counts for nothing");
  return Done{};
}

constexpr auto kRuleKeys = std::to_array<ForeignKey<ForeignRule>>({
    {"id", [](const toml::node& n, std::string_view k, const Place& p,
              ForeignRule& to) { return read_text(n, k, p, to.id); }},
    {"description", [](const toml::node& n, std::string_view k, const Place& p,
                       ForeignRule& to) { return read_text(n, k, p, made(to.description)); }},
    {"regex",
     [](const toml::node& n, std::string_view k, const Place& p, ForeignRule& to) {
       to.regex_line = static_cast<int>(n.source().begin.line);
       return read_regex(n, k, p, made(to.regex));
     }},
    {"secretgroup", [](const toml::node& n, std::string_view k, const Place& p,
                       ForeignRule& to) { return read_count(n, k, p, made(to.secret_group)); }},
    {"entropy", read_entropy},
    {"path",
     [](const toml::node& n, std::string_view k, const Place& p, ForeignRule& to) -> Status {
       GoRegex regex;
       if (const Status read = read_regex(n, k, p, regex); !read) return read.error();
       to.path = to_pcre2(regex);
       return Done{};
     }},
    {"keywords", [](const toml::node& n, std::string_view k, const Place& p,
                    ForeignRule& to) { return read_lower(n, k, p, made(to.keywords)); }},
    {"tags", [](const toml::node& n, std::string_view k, const Place& p,
                ForeignRule& to) { return read_texts(n, k, p, made(to.tags)); }},
    {"allowlist", read_rule_allowlists},
    {"allowlists", read_rule_allowlists},
    {"required", read_required},
    {"skipreport", [](const toml::node& n, std::string_view k, const Place& p,
                      ForeignRule& to) { return read_flag(n, k, p, made(to.skip_report)); }},
    {"tokenefficiency", read_filter_of_tokens},
    {"filter", note_expression<ForeignRule>},
    {"validate", note_expression<ForeignRule>},
});

Status read_rule_table(const toml::table& table, const Place& outer, ForeignFile& file) {
  ForeignRule rule;
  rule.file = outer.file;
  rule.line = static_cast<int>(table.source().begin.line);
  const std::string id = table["id"].value_or(std::string());
  const Place place{outer.file, "rule '" + (id.empty() ? "?" : id) + "': ", outer.notes};
  if (const Status read = read_table<ForeignRule>(table, place, kRuleKeys, rule); !read)
    return read.error();
  if (rule.id.empty()) return Error{place.at(table.source(), "missing key 'id'")};
  if (std::ranges::find(file.rules, rule.id, &ForeignRule::id) != file.rules.end())
    return Error{place.at(table.source(), "the id is used twice")};
  file.rules.push_back(std::move(rule));
  return Done{};
}

constexpr auto kExtendKeys = std::to_array<ForeignKey<ForeignFile>>({
    {"usedefault", [](const toml::node& n, std::string_view k, const Place& p,
                      ForeignFile& to) { return read_flag(n, k, p, to.use_default); }},
    {"path", [](const toml::node& n, std::string_view k, const Place& p,
                ForeignFile& to) { return read_text(n, k, p, to.extended_path); }},
    {"url",
     [](const toml::node& n, std::string_view k, const Place& p, ForeignFile& /*to*/) -> Status {
       return p.wrong(
           n, k, "is refused: nhiscan opens no connection; save the file, and name it by path");
     }},
    {"disabledrules", [](const toml::node& n, std::string_view k, const Place& p,
                         ForeignFile& to) { return read_texts(n, k, p, to.disabled_rules); }},
});

Status read_extend(const toml::node& node, std::string_view key, const Place& outer,
                   ForeignFile& file) {
  const toml::table* table = node.as_table();
  if (table == nullptr) return outer.wrong(node, key, "must be a table");
  const Place place{outer.file, "extend: ", outer.notes};
  if (const Status read = read_table<ForeignFile>(*table, place, kExtendKeys, file); !read)
    return read.error();
  if (file.use_default && !file.extended_path.empty())
    return Error{place.at(table->source(), "useDefault and path can't both be given")};
  return Done{};
}

Status read_shared_allowlists(const toml::node& node, std::string_view key, const Place& outer,
                              ForeignFile& file) {
  const Place place{outer.file, std::string(key) + ": ", outer.notes};
  return for_each_table(node, key, place, [&](const toml::table& table) -> Status {
    auto shared = read_allowlist(table, place);
    if (!shared) return shared.error();
    file.allowlists.push_back(*std::move(shared));
    return Done{};
  });
}

Status read_rule_tables(const toml::node& node, std::string_view key, const Place& place,
                        ForeignFile& file) {
  if (!node.is_array_of_tables() && !(node.is_array() && node.as_array()->empty()))
    return place.wrong(node, key, "must be written as [[rules]]");
  return for_each_table(node, key, place, [&](const toml::table& table) {
    return read_rule_table(table, place, file);
  });
}

constexpr auto kFileKeys = std::to_array<ForeignKey<ForeignFile>>({
    {"title", ignore},
    {"description", ignore},
    {"minversion", ignore},
    {"betterleaksminversion", ignore},
    {"extend", read_extend},
    {"rules", read_rule_tables},
    {"allowlist", read_shared_allowlists},
    {"allowlists", read_shared_allowlists},
    {"filter", note_expression<ForeignFile>},
    {"prefilter", note_expression<ForeignFile>},
});

}  // namespace

Result<ForeignFile> read_foreign_file(const toml::table& document, const std::string& file) {
  ForeignFile read;
  std::vector<std::string> notes;
  const Place place{file, "", notes};
  if (const Status done = read_table<ForeignFile>(document, place, kFileKeys, read); !done)
    return done.error();
  read.notes = std::move(notes);
  return read;
}

}  // namespace nhiscan
