#include "detection/prose.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "detection/statement.h"
#include "detection/value_shape.h"
#include "detection/value_text.h"

namespace nhiscan {
namespace {

using namespace value_text;

constexpr std::size_t kLongestComment = 4096;
constexpr std::size_t kDocstringReach = 256UL * 1024;

/// `before` is what precedes on the line.
bool is_in_line_comment(std::string_view before, bool source) {
  static constexpr auto kOpenings = std::to_array<std::string_view>(
      {"#", "//", "*", "/*", "--", ";", "<!--", "%", "rem ", "@rem "});
  static constexpr auto kTrailing =
      std::to_array<std::string_view>({" // ", "\t// ", " # ", "\t# "});
  const auto first = before.find_first_not_of(" \t");
  if (first == npos) return false;
  if (begins_with_one_of(before.substr(first), kOpenings)) return true;
  return source && contains_one_of(before, kTrailing);
}

/// A comment that opens on a line of its own and isn't closed before `at`.
bool is_in_block_comment(std::string_view text, std::size_t at) {
  const std::size_t from = at - std::min(at, kLongestComment);
  const std::string_view before = text.substr(from, at - from);
  const auto open = before.rfind("/*");
  if (open == npos || before.find("*/", open) != npos) return false;
  const auto last = before.substr(0, open).find_last_not_of(" \t");
  return last == npos || before[last] == '\n';
}

/// Whether a text in triple quotes that begins behind `before` documents: nothing else stands there
/// but the name of a text for readers.
bool opens_docstring(std::string_view before) {
  static constexpr auto kNames =
      std::to_array<std::string_view>({"documentation", "description", "example", "examples",
                                       "help", "return", "usage", "__doc__", "epilog"});
  before = trim(before, " \t");
  while (!before.empty() && std::string_view("rRuUbBfF").find(before.back()) != npos &&
         before.size() <= 2)
    before.remove_suffix(1);
  if (before.empty()) return true;
  const auto equals = before.find('=');
  return equals != npos && is_one_of(trim(before.substr(0, equals), " \t"), kNames);
}

bool is_in_docstring(std::string_view text, std::size_t at) {
  if (at > kDocstringReach) return false;
  text = text.substr(0, at);
  constexpr std::string_view kDouble = R"(""")";
  constexpr std::string_view kSingle = "'''";
  std::size_t twice = text.find(kDouble);
  std::size_t once = text.find(kSingle);
  while (std::min(twice, once) != npos) {
    const std::size_t open = std::min(twice, once);
    const auto close = text.find(open == twice ? kDouble : kSingle, open + 3);
    if (close == npos) {
      const std::size_t line = context_line_begin(text, open);
      return opens_docstring(text.substr(line, open - line));
    }
    if (twice < close + 3) twice = text.find(kDouble, close + 3);
    if (once < close + 3) once = text.find(kSingle, close + 3);
  }
  return false;
}

/// Whether it is the text round it that makes the value a secret, not its own form.
bool depends_on_surroundings(const Match& match) {
  const Rule& rule = *match.rule;
  return rule.value == ValueJudgement::judged || !rule.keywords.empty() ||
         match.span.begin < match.secret.begin || rule.storage != Storage::plaintext;
}

}  // namespace

bool stands_in_prose(std::string_view text, std::string_view path, std::size_t at) {
  const std::size_t line = context_line_begin(text, at);
  if (is_in_line_comment(text.substr(line, at - line), is_source_file(path))) return true;
  if (ends_with(path, ".py")) return is_in_docstring(text, at);
  return is_source_file(path) && is_in_block_comment(text, at);
}

void doubt_prose(std::vector<Match>& matches, std::string_view text, std::string_view path) {
  for (Match& match : matches)
    if (match.confidence != Confidence::low && depends_on_surroundings(match) &&
        stands_in_prose(text, path, match.span.begin))
      match.confidence = Confidence::low;
}

}  // namespace nhiscan
