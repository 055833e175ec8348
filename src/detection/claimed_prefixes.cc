#include "detection/claimed_prefixes.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>

#include "detection/value_text.h"

namespace nhiscan {
namespace {

constexpr std::string_view kGroup = "(?<secret>";
constexpr std::size_t kShortest = 4;

bool is_separator(char c) { return c == '_' || c == '-'; }

/// The literal text that the secret of `pattern` begins with, up to its last separator; empty if
/// that is too short or a plain word.
std::string prefix_of(std::string_view pattern) {
  static constexpr auto kPlain = std::to_array<std::string_view>(
      {"api", "app", "client", "key", "live", "mob", "ops", "pat", "prod", "pubkey", "sdk",
       "secret", "service", "sts", "test", "token", "user"});
  const auto group = pattern.find(kGroup);
  if (group == std::string_view::npos) return {};
  std::string literal;
  for (std::size_t i = group + kGroup.size(); i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\' && i + 1 < pattern.size() && (pattern[i + 1] == '-' || pattern[i + 1] == '.'))
      continue;
    if (!value_text::is_name_char(c) && c != '-' && c != '.') break;
    literal += c;
  }
  const auto last = std::find_if(literal.rbegin(), literal.rend(), is_separator);
  literal.resize(static_cast<std::size_t>(literal.rend() - last));
  const auto word = literal.substr(0, literal.find_first_of("_-"));
  const bool plain = word.size() + 1 == literal.size() && value_text::is_one_of(word, kPlain);
  return literal.size() < kShortest || word.empty() || plain ? std::string() : literal;
}

}  // namespace

ClaimedPrefixes::ClaimedPrefixes(std::span<const std::shared_ptr<const Rule>> rules) {
  std::vector<std::string> all;
  for (const auto& rule : rules)
    if (rule->value == ValueJudgement::exact && rule->storage == Storage::plaintext)
      if (std::string prefix = prefix_of(rule->pattern); !prefix.empty())
        all.push_back(std::move(prefix));
  std::ranges::sort(all);
  for (std::string& prefix : all)
    if (prefixes_.empty() || !prefix.starts_with(prefixes_.back()))
      prefixes_.push_back(std::move(prefix));
  for (const auto& rule : rules)
    samples_.insert(samples_.end(), rule->ignore.begin(), rule->ignore.end());
  std::ranges::sort(samples_);
}

bool ClaimedPrefixes::claim(std::string_view token) const {
  const auto after = std::ranges::upper_bound(prefixes_, token);
  return after != prefixes_.begin() && token.starts_with(*std::prev(after));
}

bool ClaimedPrefixes::is_sample(std::string_view value) const {
  return std::ranges::binary_search(samples_, value, std::less<>());
}

}  // namespace nhiscan
