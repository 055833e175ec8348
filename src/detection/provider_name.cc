// A key such as `ATERA_API_KEY` names its provider before the first word that every key may have:
// what is left when those words are taken away is a name, whether the catalogue knows it or not.

#include "detection/provider_name.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <set>

#include "base/text.h"
#include "detection/key_words.h"
#include "detection/statement.h"
#include "detection/value_judge.h"
#include "detection/value_text.h"

namespace nhiscan {
namespace {

using namespace value_text;

/// Letters and digits alone, in lower case: "New Relic", "new_relic" and "newRelic" are the same.
std::string squash(std::string_view text) {
  std::string squashed;
  for (const char c : text)
    if (is_alnum(c)) squashed += lower(c);
  return squashed;
}

/// The identifier that the secret of `match` is assigned to, whole even where the rule's `key` is
/// but the end of it.
Span key_span(std::string_view text, const Match& match) {
  const std::size_t end = match.secret.begin;
  const std::size_t floor = context_line_begin(text, end);
  const std::size_t from = std::min(match.span.begin, end);
  const auto at = match.key.empty() ? npos : text.substr(from, end - from).rfind(match.key);
  Span key{end, end};
  if (at != npos)
    key = {from + at, from + at + match.key.size()};
  else
    while (key.end > floor && !is_name_char(text[key.end - 1]))
      --key.end;
  key.begin = std::min(key.begin, key.end);
  // A colon joins the words of a key of .NET: `Twilio:AuthToken`.
  const auto is_joint = [&](std::size_t i) {
    return text[i] == ':' && i > floor && is_alnum(text[i - 1]) && is_key_char(text[i + 1]);
  };
  while (key.begin > floor && (is_key_char(text[key.begin - 1]) || is_joint(key.begin - 1)))
    --key.begin;
  return key;
}

/// Providers of the catalogue whose names mean something else in most keys.
bool is_everyday(std::string_view name) {
  static constexpr auto kNames = std::to_array<std::string_view>(
      {"age",     "android", "apple",  "box",      "brave", "drone",  "front",    "helm",
       "here",    "hex",     "java",   "lambda",   "line",  "linear", "make",     "matrix",
       "meta",    "modal",   "neon",   "notion",   "polar", "ramp",   "render",   "scale",
       "split",   "square",  "stream", "persona",  "mail",  "git",    "temporal", "terraform",
       "windows", "wise",    "x",      "databases"});
  return is_one_of(name, kNames);
}

/// 32 letters and digits, many of them digits: nobody would think of that.
bool is_issued(std::string_view value) {
  constexpr std::size_t kShortestIssued = 32;
  return value.size() >= kShortestIssued && all(value, is_alnum) &&
         static_cast<std::size_t>(std::ranges::count_if(value, is_digit)) * 8 >= value.size();
}

/// A password may be anything; a token has the form that its provider gave it.
bool is_chosen_by_people(const Match& match, std::string_view value) {
  if (is_issued(value)) return false;
  switch (match.rule->kind) {
    case Kind::password:
      return holds_password({match.key, {}, {}, {}, {}});
    case Kind::basic_auth:
    case Kind::connection_string:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool names_nobody(const Rule& rule) {
  static constexpr auto kSyntaxes =
      std::to_array<std::string_view>({"Basic auth", "Generic", "HTTP", "JWT", "netrc", "URL"});
  return std::ranges::find(kSyntaxes, rule.provider) != kSyntaxes.end();
}

ProviderNames::ProviderNames(std::span<const std::shared_ptr<const Rule>> rules) {
  constexpr std::size_t kShortestKeyword = 5;
  std::set<std::string> shared;
  const auto add = [&](std::string word, const Rule& rule) {
    if (word.size() < 2 || is_plain_word(word)) return;
    const auto [at, is_new] = known_.emplace(std::move(word), rule.provider);
    if (!is_new && at->second != rule.provider) shared.insert(at->first);
  };
  for (const auto& rule : rules) {
    if (names_nobody(*rule)) continue;
    add(squash(rule->provider), *rule);
    add(rule->id.substr(0, rule->id.find('-')), *rule);
    for (const std::string& keyword : rule->keywords)
      if (keyword.size() >= kShortestKeyword && all(keyword, is_alnum)) add(keyword, *rule);
  }
  for (const std::string& word : shared)
    known_.find(word)->second.clear();
}

/// The provider that the catalogue knows by one of these words or by all; empty text where it is
/// one of several.
const std::string* ProviderNames::known(std::string_view name) const {
  if (const auto whole = known_.find(squash(name)); whole != known_.end()) return &whole->second;
  for (const Span& word : words_of(name)) {
    const auto at = known_.find(lower_ascii(name.substr(word.begin, word.size())));
    if (at != known_.end()) return &at->second;
  }
  return nullptr;
}

std::optional<NamedProvider> ProviderNames::by_words(std::string_view words, std::string_view what,
                                                     Maker maker) const {
  const std::string_view name = name_in(words);
  if (name.empty()) return std::nullopt;
  // "new" is a plain word, "New Relic" is not.
  const auto up_to_name = static_cast<std::size_t>(name.data() + name.size() - words.data());
  const auto whole = known_.find(squash(words.substr(0, up_to_name)));
  if (const std::string* provider = whole != known_.end() ? &whole->second : known(name)) {
    if (maker == Maker::provider || provider->empty() || is_everyday(name)) return NamedProvider{};
    return NamedProvider{*provider, std::string(what) + ' ' + std::string(trim(words))};
  }
  if (maker == Maker::people) return std::nullopt;
  return NamedProvider{lower_ascii(name), std::string(what) + ' ' + std::string(trim(words))};
}

std::optional<NamedProvider> ProviderNames::by_host(std::string_view host) const {
  const std::string_view domain = registered_domain(host);
  if (domain.empty()) return std::nullopt;
  const std::string* provider = known(domain.substr(0, domain.find('.')));
  const bool canonical = provider != nullptr && !provider->empty();
  return NamedProvider{canonical ? *provider : lower_ascii(domain), "host " + lower_ascii(host)};
}

std::optional<NamedProvider> ProviderNames::by_section(std::string_view section) const {
  const std::string* provider = known(section);
  if (provider == nullptr || provider->empty() || is_everyday(section)) return std::nullopt;
  return NamedProvider{*provider, "section " + std::string(trim(section))};
}

std::optional<NamedProvider> ProviderNames::name(std::string_view text, const Match& match) const {
  if (!names_nobody(*match.rule)) return std::nullopt;
  const auto settle = [](std::optional<NamedProvider> named) {
    return named && named->provider.empty() ? std::nullopt : std::move(named);
  };
  const std::string_view value = text.substr(match.secret.begin, match.secret.size());
  const Maker maker = is_chosen_by_people(match, value) ? Maker::people : Maker::provider;
  const Span key = key_span(text, match);
  if (auto named = by_words(text.substr(key.begin, key.size()), "key", maker))
    return settle(std::move(named));
  const std::string_view statement = statement_of(text, match.secret);
  const auto at = static_cast<std::size_t>(text.data() + match.secret.begin - statement.data());
  if (auto named = by_host(host_in(statement, at))) return named;
  if (const auto label = label_of(text, key); !label.empty())
    return settle(by_words(label, "label", maker));
  return maker == Maker::people ? by_section(section_of(text, key.begin)) : std::nullopt;
}

}  // namespace nhiscan
