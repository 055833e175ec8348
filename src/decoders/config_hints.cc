#include "decoders/config_hints.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include "base/text.h"

namespace nhiscan {
namespace {

constexpr std::size_t kLongestHintLine = 512;

bool is_lower_letter(char c) { return c >= 'a' && c <= 'z'; }

bool is_name_byte(char c) {
  return is_lower_letter(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.';
}

bool stands_at(std::string_view text, std::size_t at, std::string_view lower_word) {
  if (text.size() - at < lower_word.size()) return false;
  return std::ranges::equal(text.substr(at, lower_word.size()), lower_word, {},
                            [](char c) { return static_cast<char>(c | 0x20); });
}

/// Whether a word that names secrets stands round the letter at `at`, which is rare enough in text
/// to be looked for.
bool is_in_secret_word(std::string_view text, std::size_t at) {
  const char before = at > 0 ? text[at - 1] : ' ';
  switch (text[at] | 0x20) {
    case 'w':
      return (at >= 4 && stands_at(text, at - 4, "passw")) ||
             (at >= 1 && stands_at(text, at - 1, "pwd"));
    case 'k':
      if (at >= 2 && stands_at(text, at - 2, "token")) return true;
      return stands_at(text, at, "key") && (before == '_' || before == '-' || before == '.' ||
                                            (text[at] == 'K' && is_lower_letter(before)));
    default:
      return (at >= 2 && stands_at(text, at - 2, "secret")) || stands_at(text, at, "credential");
  }
}

/// Whether what stands at `at` may be the value of a name on its line, or of an element around it.
bool may_be_value(std::string_view text, std::size_t at) {
  const std::size_t earliest = at - std::min(at, kLongestHintLine);
  std::string_view before = text.substr(earliest, at - earliest);
  const std::size_t line = before.rfind('\n');
  if (line == std::string_view::npos) return true;
  if (before.find_first_of(":=>", line) != std::string_view::npos) return true;
  return trim(before.substr(0, line)).ends_with('>');
}

bool is_one_of(char c, std::string_view characters) {
  return characters.find(c) != std::string_view::npos;
}

/// Whether a value that stands on the line of its name may be meant another way, or be worth to be
/// seen with what stands above it.
bool is_telling_value(std::string_view value) {
  if (is_one_of(value.front(), "{[|>\\&")) return true;
  if (value.find('\\') != std::string_view::npos || value.find('&') != std::string_view::npos)
    return true;
  if (value.front() == '\'' && value.find("''", 1) != std::string_view::npos) return true;
  return value.starts_with(R"(""")");
}

class HintSearch {
 public:
  explicit HintSearch(std::string_view text) : text_(text) {}

  bool has_hint_at(char letter) {
    std::size_t at = 0;
    while (at < text_.size()) {
      const void* found = std::memchr(text_.data() + at, letter, text_.size() - at);
      if (found == nullptr) return false;
      at = static_cast<std::size_t>(static_cast<const char*>(found) - text_.data());
      if (is_in_secret_word(text_, at) && tells_more(at)) return true;
      ++at;
    }
    return false;
  }

 private:
  bool tells_more(std::size_t at);
  bool has_named_values();

  std::string_view text_;
  std::optional<bool> has_named_values_;
};

/// Whether there are entries whose values may have their names beside them.
bool HintSearch::has_named_values() {
  constexpr auto kParts = std::to_array<std::string_view>({"alue", "efault", "ontent", "kind"});
  if (!has_named_values_)
    has_named_values_ = std::ranges::any_of(
        kParts, [&](std::string_view part) { return text_.find(part) != std::string_view::npos; });
  return *has_named_values_;
}

/// Whether what stands round the name at `at` makes it telling.
bool HintSearch::tells_more(std::size_t at) {
  std::size_t end = at;
  while (end < text_.size() && is_name_byte(text_[end]))
    ++end;
  while (at > 0 && is_name_byte(text_[at - 1]))
    --at;
  if (at > 0 && text_[at - 1] == '/') return false;  // the end of an element, or of a path
  std::string_view rest = text_.substr(end, kLongestHintLine);
  rest = rest.substr(0, rest.find('\n'));
  const bool is_quoted = !rest.empty() && is_one_of(rest.front(), "\"'");
  if (is_quoted) rest.remove_prefix(1);
  rest = trim(rest, " \t\r");
  // The name ends its line, a value, an element: it is a value itself.
  if (rest.empty() || is_one_of(rest.front(), ",}]<{#"))
    return may_be_value(text_, at) && has_named_values();
  if (!is_one_of(rest.front(), ":=>")) return is_quoted && has_named_values();
  rest = trim(rest.substr(1), " \t\r");
  return rest.empty() || is_telling_value(rest);
}

}  // namespace

bool has_config_hint(std::string_view text) {
  constexpr std::string_view kLetters = "wWkKcC";
  HintSearch search(text);
  return std::ranges::any_of(kLetters, [&](char letter) { return search.has_hint_at(letter); });
}

}  // namespace nhiscan
