#include "detection/suppress.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace nhiscan {
namespace {

constexpr auto kAllowTokens = std::to_array<std::string_view>({
    "nhiscan:allow",
    "gitleaks:allow",
    "betterleaks:allow",
    "kingfisher:ignore",
    "trufflehog:ignore",
    "ggignore",
    "pragma: allowlist secret",
    "pragma: whitelist secret",
});

constexpr auto kNextLineTokens = std::to_array<std::string_view>({
    "nhiscan:allow-next-line",
    "pragma: allowlist nextline secret",
    "pragma: whitelist nextline secret",
});

// A comment further away than this on a minified line is not about the secret.
constexpr std::size_t kLongestLine = 4096;

std::size_t line_begin(std::string_view text, std::size_t at) {
  const std::size_t floor = at - std::min(at, kLongestLine);
  const std::size_t newline = text.substr(floor, at - floor).rfind('\n');
  return newline == std::string_view::npos ? floor : floor + newline + 1;
}

std::size_t line_end(std::string_view text, std::size_t at) {
  const std::size_t newline = text.substr(at, kLongestLine).find('\n');
  return newline == std::string_view::npos ? std::min(text.size(), at + kLongestLine)
                                           : at + newline;
}

template <std::size_t N>
bool holds_any(std::string_view line, const std::array<std::string_view, N>& tokens) {
  return std::ranges::any_of(
      tokens, [&](std::string_view token) { return line.find(token) != std::string_view::npos; });
}

bool is_wanted_over(const Match& a, const Match& b) {
  const auto order = [](const Match& match) {
    return std::tuple(match.storage == Storage::referenced, -match.rule->priority,
                      -static_cast<std::int64_t>(match.secret.size()),
                      std::string_view(match.rule->id), match.secret.begin);
  };
  return order(a) < order(b);
}

/// Disjoint spans, by their begins.
class Taken {
 public:
  bool take(Span span) {
    const auto after = by_begin_.lower_bound(span.begin);
    if (after != by_begin_.end() && after->first < span.end) return false;
    if (after != by_begin_.begin() && std::prev(after)->second > span.begin) return false;
    by_begin_.emplace(span.begin, span.end);
    return true;
  }

 private:
  std::map<std::size_t, std::size_t> by_begin_;
};

}  // namespace

bool allowed_by_comment(std::string_view text, Span secret) {
  const std::size_t begin = line_begin(text, secret.begin);
  const std::string_view own = text.substr(begin, line_end(text, secret.end) - begin);
  if (holds_any(own, kAllowTokens) && !holds_any(own, kNextLineTokens)) return true;
  if (begin == 0 || text[begin - 1] != '\n') return false;
  const std::size_t before = line_begin(text, begin - 1);
  return holds_any(text.substr(before, begin - 1 - before), kNextLineTokens);
}

void resolve_overlaps(std::vector<Match>& matches) {
  std::ranges::sort(matches, is_wanted_over);
  Taken taken;
  std::erase_if(matches, [&](const Match& match) { return !taken.take(match.secret); });
  std::ranges::sort(matches, {}, &Match::secret);
}

}  // namespace nhiscan
