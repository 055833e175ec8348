#include "detection/rule_lint.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <vector>

#include "detection/anchor.h"
#include "wrap/pcre2.h"

namespace nhiscan {
namespace {

Error error_in(const Rule& rule, const std::string& what) {
  return {rule.file + ":" + std::to_string(rule.line) + ": rule '" + rule.id + "': " + what};
}

Status check_pattern(const Rule& rule) {
  int number = 0;
  PCRE2_SIZE offset = 0;
  const auto* text = reinterpret_cast<PCRE2_SPTR>(rule.pattern.data());
  const std::uint32_t options = rule.utf8 ? PCRE2_UTF | PCRE2_MATCH_INVALID_UTF : 0;
  const PcreCode code(pcre2_compile(text, rule.pattern.size(), options, &number, &offset, nullptr));
  if (code) return Done{};
  std::array<PCRE2_UCHAR, 160> message{};
  pcre2_get_error_message(number, message.data(), message.size());
  return error_in(rule, "pattern: " + std::string(reinterpret_cast<const char*>(message.data())) +
                            " at byte " + std::to_string(offset));
}

std::string escaped(const std::string& word) {
  std::string out;
  for (const char c : word) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    if (!plain) out += '\\';
    out += c;
  }
  return out;
}

/// The keywords that hold no other: where one stands, one of these stands in it.
std::vector<std::string> shortest(const std::vector<std::string>& keywords) {
  std::vector<std::string> words;
  std::ranges::copy_if(keywords, std::back_inserter(words), [&](const std::string& word) {
    return std::ranges::none_of(keywords, [&](const std::string& other) {
      return other.size() < word.size() && word.find(other) != std::string::npos;
    });
  });
  return words;
}

/// How much later a keyword may end than the one of `words` that it holds.
std::size_t longest_rest(const std::vector<std::string>& keywords,
                         const std::vector<std::string>& words) {
  std::size_t longest = 0;
  for (const std::string& keyword : keywords) {
    std::size_t rest = keyword.size();
    for (const std::string& word : words)
      if (const auto at = keyword.rfind(word); at != std::string::npos)
        rest = std::min(rest, keyword.size() - at - word.size());
    longest = std::max(longest, rest);
  }
  return longest;
}

}  // namespace

std::string keyword_anchor(std::span<const std::string> keywords) {
  std::string anchor;
  for (const std::string& word : keywords)
    anchor += (anchor.empty() ? "(?i)(?:" : "|") + escaped(word);
  return anchor + ")";
}

namespace {

/// Fewer literals for Hyperscan to look for than keywords: each costs time.
void derive_from_keywords(Rule& rule) {
  const std::vector<std::string> words = shortest(rule.keywords);
  rule.anchor = keyword_anchor(words);
  rule.reach = rule.near + longest_rest(rule.keywords, words);
}

/// What is wrong with an anchor; empty when it can be used.
std::string anchor_problem(const AnchorInfo& info, bool whole_document) {
  if (!info.bounded) return "has no end; bound every repeat";
  if (info.max_width > kWidestAnchor)
    return "is up to " + std::to_string(info.max_width) + " bytes wide, at most " +
           std::to_string(kWidestAnchor) + " are allowed";
  if (info.min_width < kNarrowestAnchor && !whole_document)
    return "matches " + std::to_string(info.min_width) + " bytes, at least " +
           std::to_string(kNarrowestAnchor) + " are needed";
  return {};
}

}  // namespace

Status prepare_rule(Rule& rule) {
  if (const Status good = check_pattern(rule); !good) return good.error();
  const bool derived = rule.anchor.empty();
  if (derived && rule.keywords.empty()) rule.anchor = rule.pattern;
  if (derived && !rule.keywords.empty()) derive_from_keywords(rule);
  const auto info = anchor_info(rule.anchor);
  if (!info) return error_in(rule, "anchor: " + info.error().message);
  if (const std::string problem = anchor_problem(*info, rule.whole_document); !problem.empty())
    return error_in(rule, derived
                              ? "no bounded anchor: the pattern " + problem + "; give an 'anchor'"
                              : "anchor " + problem);
  rule.anchor_width = info->max_width;
  return Done{};
}

Status prepare_rules(std::vector<Rule>& rules) {
  for (Rule& rule : rules)
    if (const Status good = prepare_rule(rule); !good) return good.error();
  return Done{};
}

}  // namespace nhiscan
