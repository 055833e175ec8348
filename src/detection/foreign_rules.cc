// Files that extend one another become one, then each rule becomes one of ours: the regex is
// written for PCRE2 and a bounded anchor is derived from it. A rule without one is searched for in
// whole documents.
#include "detection/foreign_rules.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <map>
#include <utility>

#include "base/text.h"
#include "detection/anchor.h"
#include "detection/foreign_file.h"
#include "detection/rule_lint.h"

namespace nhiscan {
namespace {

constexpr int kMostExtended = 2;  // as deep as these files may extend one another
constexpr int kForeignPriority = 45;
constexpr std::size_t kLongestKeywordAnchor = 40;
// Once in each document, at its beginning.
constexpr std::string_view kEveryDocument = "(?s)^.";

struct KindWord {
  std::string_view word;
  Kind kind;
};

/// What ids and descriptions call the kinds, the most telling first.
constexpr auto kKindWords = std::to_array<KindWord>({
    {"private-key", Kind::private_key},
    {"refresh-token", Kind::refresh_token},
    {"client-secret", Kind::client_secret},
    {"connection-string", Kind::connection_string},
    {"webhook", Kind::webhook},
    {"signing", Kind::signing_secret},
    {"jwt", Kind::jwt},
    {"certificate", Kind::certificate},
    {"password", Kind::password},
    {"oauth", Kind::oauth_token},
});

Kind kind_of(const ForeignRule& rule) {
  std::string words = lower_ascii(rule.id + " " + rule.description.value_or(""));
  std::ranges::replace_if(
      words, [](char c) { return c == ' ' || c == '_'; }, '-');
  for (const KindWord& row : kKindWords)
    if (words.find(row.word) != std::string::npos) return row.kind;
  return Kind::api_key;
}

std::string at(const ForeignRule& rule, int line, const std::string& what) {
  return rule.file + ":" + std::to_string(line) + ": rule '" + rule.id + "': " + what;
}

template <class T>
void override_with(std::optional<T>& old, std::optional<T> changed) {
  if (changed) old = std::move(changed);
}

/// The extending rule's attributes count; allowlists of both do.
void merge_rule(ForeignRule& old, ForeignRule changed) {
  override_with(old.description, std::move(changed.description));
  if (changed.regex) old.regex_line = changed.regex_line;
  override_with(old.regex, std::move(changed.regex));
  override_with(old.secret_group, changed.secret_group);
  override_with(old.entropy, changed.entropy);
  override_with(old.path, std::move(changed.path));
  override_with(old.keywords, std::move(changed.keywords));
  override_with(old.tags, std::move(changed.tags));
  override_with(old.required, std::move(changed.required));
  override_with(old.skip_report, changed.skip_report);
  std::ranges::move(changed.allowlists, std::back_inserter(old.allowlists));
  old.file = changed.file;
  old.line = changed.line;
}

ForeignFile merged(ForeignFile base, ForeignFile file) {
  for (ForeignRule& rule : file.rules) {
    const auto old = std::ranges::find(base.rules, rule.id, &ForeignRule::id);
    if (old == base.rules.end())
      base.rules.push_back(std::move(rule));
    else
      merge_rule(*old, std::move(rule));
  }
  std::ranges::move(file.allowlists, std::back_inserter(base.allowlists));
  std::ranges::move(file.disabled_rules, std::back_inserter(base.disabled_rules));
  std::ranges::move(file.notes, std::back_inserter(base.notes));
  base.use_default = base.use_default || file.use_default;
  return base;
}

Result<ForeignFile> read_with_extended(const toml::table& document, const std::string& file,
                                       const DocumentLoader& load,
                                       std::vector<std::filesystem::path>& open) {
  auto read = read_foreign_file(document, file);
  if (!read || read->extended_path.empty()) return read;
  const std::string path = read->extended_path;
  const std::string where = file + ": extend: path '" + path + "': ";
  std::error_code failed;
  const auto canonical = std::filesystem::weakly_canonical(path, failed);
  open.push_back(std::filesystem::weakly_canonical(file, failed));
  if (std::ranges::find(open, canonical) != open.end())
    return Error{where + "the files extend one another in a ring"};
  if (open.size() > static_cast<std::size_t>(kMostExtended))
    return Error{where + "files extend one another at most two deep"};
  const auto extended = load(path);
  if (!extended) return extended.error().within(file + ": extend");
  if (!is_foreign_rule_file(*extended)) return Error{where + "is no file with [[rules]]"};
  auto base = read_with_extended(*extended, path, load, open);
  if (!base) return base.error();
  return merged(*std::move(base), *std::move(read));
}

/// What Hyperscan is to look for, and how.
void set_anchor(const GoRegex& regex, const ForeignRule& foreign, Rule& rule,
                std::vector<std::string>& notes) {
  DerivedAnchor anchor = derive_anchor(regex);
  const auto info =
      anchor.expression.empty() ? Result<AnchorInfo>(Error{}) : anchor_info(anchor.expression);
  if (info && info->bounded && info->max_width <= kWidestAnchor &&
      info->min_width >= kNarrowestAnchor) {
    rule.anchor = std::move(anchor.expression);
    rule.lead = anchor.lead;
    return;
  }
  rule.whole_document = true;
  const auto is_narrow = [](const std::string& word) { return word.size() < kNarrowestAnchor; };
  const bool by_keywords = !rule.needs.empty() && std::ranges::none_of(rule.needs, is_narrow);
  rule.anchor = kEveryDocument;
  if (by_keywords) {
    std::vector<std::string> words = rule.needs;
    for (std::string& word : words)
      word.resize(std::min(word.size(), kLongestKeywordAnchor));
    rule.anchor = keyword_anchor(words);
  }
  notes.push_back(
      at(foreign, foreign.regex_line,
         std::string("no part of its regex is rare and narrow enough to look for, so ") +
             (by_keywords ? "each file that holds a keyword" : "every file") +
             " is searched from end to end, which takes longer"));
}

Status set_secret(const GoRegex& regex, const ForeignRule& foreign, Rule& rule) {
  const auto count = static_cast<std::uint32_t>(capture_count(regex));
  if (foreign.secret_group.value_or(0) > count)
    return Error{at(foreign, foreign.line,
                    "secretGroup is " + std::to_string(*foreign.secret_group) +
                        ", but its regex has only " + std::to_string(count) + " groups")};
  if (foreign.secret_group.value_or(0) > 0) {
    rule.secret_groups = {*foreign.secret_group};
    return Done{};
  }
  for (std::uint32_t group = 1; group <= count; ++group)
    rule.secret_groups.push_back(group);
  rule.secret_groups.push_back(0);
  return Done{};
}

Result<Rule> to_rule(ForeignRule foreign, std::vector<std::string>& notes) {
  Rule rule;
  rule.id = foreign.id;
  rule.name = foreign.description.value_or(foreign.id);
  rule.kind = kind_of(foreign);
  rule.severity = Severity::high;
  rule.confidence = Confidence::medium;
  rule.priority = kForeignPriority;
  rule.value = ValueJudgement::unjudged;
  rule.utf8 = true;
  rule.needs = foreign.keywords.value_or(std::vector<std::string>());
  // A secret that has just this entropy is dropped.
  const double entropy = foreign.entropy.value_or(0);
  rule.min_entropy = entropy > 0 ? std::nextafter(entropy, 9.0) : 0;
  rule.tags = foreign.tags.value_or(std::vector<std::string>());
  rule.path = foreign.path.value_or("");
  rule.allowlists = std::move(foreign.allowlists);
  rule.requires_rules = foreign.required.value_or(std::vector<Requirement>());
  rule.reported = !foreign.skip_report.value_or(false);
  rule.file = foreign.file;
  rule.line = foreign.line;
  const GoRegex& regex = *foreign.regex;
  rule.pattern = to_pcre2(regex);
  if (const Status done = set_secret(regex, foreign, rule); !done) return done.error();
  set_anchor(regex, foreign, rule, notes);
  return rule;
}

/// An allowlist of all rules counts for those of the file and, where the file adds to the default
/// rules or is the settings of a run, for the built-in ones, which take their place.
void share_allowlists(ForeignFile& file, RuleFile& out) {
  for (const SharedAllowlist& shared : file.allowlists) {
    if (shared.rules.empty()) {
      for (ForeignRule& rule : file.rules)
        rule.allowlists.push_back(shared.list);
      out.for_built_in.push_back({"", !file.use_default, {shared.list}, out.file, shared.line});
    }
    for (const std::string& id : shared.rules) {
      const auto rule = std::ranges::find(file.rules, id, &ForeignRule::id);
      if (rule != file.rules.end())
        rule->allowlists.push_back(shared.list);
      else
        out.for_built_in.push_back({id, false, {shared.list}, out.file, shared.line});
    }
  }
}

}  // namespace

bool is_foreign_rule_file(const toml::table& document) {
  static constexpr auto kKeys = std::to_array<std::string_view>(
      {"rules", "extend", "allowlist", "allowlists", "title", "filter", "prefilter"});
  bool foreign = false;
  for (const auto& [key, node] : document) {
    if (key.str() == "rule" || key.str() == "provider") return false;
    foreign = foreign || std::ranges::find(kKeys, lower_ascii(key.str())) != kKeys.end();
  }
  return foreign;
}

Result<RuleFile> read_foreign_rules(const toml::table& document, const std::string& file,
                                    const DocumentLoader& load) {
  std::vector<std::filesystem::path> open;
  auto read = read_with_extended(document, file, load, open);
  if (!read) return read.error();
  RuleFile out;
  out.file = file;
  out.notes = std::move(read->notes);
  for (const std::string& id : read->disabled_rules)
    if (std::erase_if(read->rules, [&](const ForeignRule& rule) { return rule.id == id; }) == 0)
      out.left_out.push_back(id);
  share_allowlists(*read, out);
  for (ForeignRule& foreign : read->rules) {
    if (!foreign.regex && foreign.path) {
      out.notes.push_back(at(foreign, foreign.line,
                             "has a path and no regex; files aren't reported by their names alone, "
                             "so it counts for nothing"));
    } else if (!foreign.regex) {
      out.for_built_in.push_back(
          {foreign.id, false, std::move(foreign.allowlists), foreign.file, foreign.line});
    } else {
      auto rule = to_rule(std::move(foreign), out.notes);
      if (!rule) return rule.error();
      out.rules.push_back(*std::move(rule));
    }
  }
  return out;
}

}  // namespace nhiscan
