#include "base/near_word.h"

#include <algorithm>
#include <vector>

namespace nhiscan {
namespace {

constexpr std::size_t kLongest = 64;
constexpr std::size_t kMostEdits = 2;
constexpr std::size_t kShortestBeginning = 2;

/// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> rows(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i)
    rows[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j)
    rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      rows[i][j] = std::min({rows[i - 1][j] + 1, rows[i][j - 1] + 1, changed});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        rows[i][j] = std::min(rows[i][j], rows[i - 2][j - 2] + 1);
    }
  return rows[a.size()][b.size()];
}

}  // namespace

std::optional<std::string> nearest_word(std::string_view word,
                                        std::span<const std::string> candidates) {
  if (word.size() > kLongest) return std::nullopt;
  if (word.size() >= kShortestBeginning) {
    const auto begun = std::ranges::find_if(
        candidates, [&](const std::string& one) { return one.starts_with(word); });
    if (begun != candidates.end()) return *begun;
  }
  std::size_t least = std::min(kMostEdits, word.size() / 3) + 1;
  std::optional<std::string> nearest;
  for (const std::string& one : candidates) {
    if (one.size() > kLongest) continue;
    const std::size_t distance = edit_distance(word, one);
    if (distance >= least) continue;
    least = distance;
    nearest = one;
  }
  return nearest;
}

std::string did_you_mean(std::string_view typed, std::span<const std::string_view> words) {
  const std::vector<std::string> candidates(words.begin(), words.end());
  const auto word = nearest_word(typed, candidates);
  return word ? "; did you mean '" + *word + "'?" : "";
}

}  // namespace nhiscan
