#include "sources/ignore_rules.h"

#include <algorithm>
#include <cstddef>

#include "base/glob.h"

namespace nhiscan {
namespace {

/// Blanks at the end don't count unless a backslash stands before them.
std::string_view without_trailing_blanks(std::string_view line) {
  std::size_t end = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] == ' ') continue;
    if (line[at] == '\\') ++at;
    end = std::min(at + 1, line.size());
  }
  return line.substr(0, end);
}

std::string_view last_part(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

}  // namespace

IgnoreRules IgnoreRules::parse(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
    text.remove_prefix(kByteOrderMark.size());
  }
  IgnoreRules rules;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    rules.add(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return rules;
}

void IgnoreRules::add(std::string_view line) {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  if (line.empty() || line.front() == '#') return;
  line = without_trailing_blanks(line);
  Rule rule;
  rule.negated = !line.empty() && line.front() == '!';
  if (rule.negated) line.remove_prefix(1);
  rule.directory_only = !line.empty() && line.back() == '/';
  if (rule.directory_only) line.remove_suffix(1);
  rule.name_only = line.find('/') == std::string_view::npos;
  if (!line.empty() && line.front() == '/') line.remove_prefix(1);
  if (line.empty()) return;
  rule.pattern = line;
  rule.literal_bytes = rule.name_only && is_glob(line) ? 0 : literal_prefix(line);
  rules_.push_back(std::move(rule));
}

bool IgnoreRules::matches(const Rule& rule, std::string_view path, EntryType type) {
  if (rule.directory_only && type != EntryType::directory) return false;
  const std::string_view subject = rule.name_only ? last_part(path) : path;
  const std::string_view pattern = rule.pattern;
  if (!subject.starts_with(pattern.substr(0, rule.literal_bytes))) return false;
  return glob_match(pattern.substr(rule.literal_bytes), subject.substr(rule.literal_bytes));
}

IgnoreRules::Decision IgnoreRules::decide(std::string_view path, EntryType type) const {
  const auto last = std::find_if(rules_.rbegin(), rules_.rend(),
                                 [&](const Rule& rule) { return matches(rule, path, type); });
  if (last == rules_.rend()) return Decision::none;
  return last->negated ? Decision::included : Decision::ignored;
}

bool IgnoreRules::ignores(std::string_view path) const {
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
       slash = path.find('/', slash + 1)) {
    if (decide(path.substr(0, slash), EntryType::directory) == Decision::ignored) return true;
  }
  return decide(path, EntryType::file) == Decision::ignored;
}

}  // namespace nhiscan
