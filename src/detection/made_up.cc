#include "detection/made_up.h"

#include <array>
#include <cstddef>
#include <string>

#include "detection/value_text.h"

namespace nhiscan {
namespace {

using namespace value_text;

constexpr std::size_t kLongestJudged = 256;

constexpr std::string_view kRows = "qwertyuiop asdfghjkl zxcvbnm";

bool next_on_keyboard(char a, char b) {
  const auto at = kRows.find(a);
  return at != npos && at + 1 < kRows.size() && b != ' ' && kRows[at + 1] == b;
}

bool next_in_count(char a, char b) {
  if (a == '9') return b == '0';
  return is_alnum(a) && is_alnum(b) && b == a + 1;
}

using Follows = bool (*)(char, char);

/// The end of the run that begins at `begin`.
std::size_t run_end(std::string_view text, std::size_t begin, Follows follows) {
  std::size_t end = begin + 1;
  while (end < text.size() && follows(text[end - 1], text[end]))
    ++end;
  return end;
}

/// Whether half of the letters and digits stand in runs of three and more: "abc123xyz",
/// "foo1234567890".
bool is_mostly_runs(std::string_view text) {
  static constexpr std::array<Follows, 5> kFollows{
      next_in_count, next_on_keyboard, [](char a, char b) { return next_in_count(b, a); },
      [](char a, char b) { return next_on_keyboard(b, a); },
      [](char a, char b) { return is_alnum(a) && a == b; }};
  std::size_t in_runs = 0;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    for (const Follows follows : kFollows)
      end = std::max(end, run_end(text, i, follows));
    if (end - i >= 3) in_runs += end - i;
    i = end - i >= 3 ? end : i + 1;
  }
  const auto signs = static_cast<std::size_t>(std::ranges::count_if(text, is_alnum));
  return in_runs * 2 >= signs && in_runs >= 6;
}

/// "a1b2c3d4", "A1B2C3", "aA1bB2": the letters count up, whatever stands between them.
bool has_counting_letters(std::string_view text) {
  std::size_t letters = 0;
  std::size_t steps = 0;
  char last = ' ';
  for (const char c : text) {
    if (!is_letter(c)) continue;
    const char before = lower(last);
    const char now = lower(c);
    const bool both_cases = before == now && last != c;
    const bool wraps = now == 'a' && (before == 'f' || before == 'z');
    if (now == before + 1 || both_cases || wraps) ++steps;
    last = c;
    ++letters;
  }
  return any(text, is_digit) && letters >= 6 && steps * 10 >= (letters - 1) * 7;
}

/// A block of twelve characters or more that stands twice.
bool repeats_itself(std::string_view text) {
  constexpr std::size_t kBlock = 12;
  if (text.size() < 2 * kBlock) return false;
  for (std::size_t i = 0; i + 2 * kBlock <= text.size(); ++i)
    if (text.find(text.substr(i, kBlock), i + kBlock) != npos) return true;
  return false;
}

}  // namespace

bool is_made_up(std::string_view token) {
  if (token.size() > kLongestJudged) return false;
  std::string folded(token);
  std::ranges::transform(folded, folded.begin(), value_text::lower);
  return is_mostly_runs(folded) || has_counting_letters(token) || repeats_itself(token);
}

bool is_time_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  const std::string_view variants = "89abAB";
  return (text[14] == '1' || text[14] == '6' || text[14] == '7') && variants.find(text[19]) != npos;
}

}  // namespace nhiscan
