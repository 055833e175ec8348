#include "detection/rule_examples.h"

#include <algorithm>
#include <string_view>

#include "detection/matcher.h"
#include "detection/rule_lint.h"
#include "detection/rule_set.h"

namespace nhiscan {
namespace {

/// Enough to tell examples apart, too little of a token to use it.
std::string beginning_of(std::string_view example) {
  constexpr std::size_t kShown = 24;
  return "'" + std::string(example.substr(0, std::min(kShown, example.size() / 2))) + "…'";
}

/// Without the place that errors of the linter begin with.
std::string without_place(const Rule& rule, const std::string& message) {
  const std::string place = to_string({rule.file, rule.line, rule.id, ""});
  return message.starts_with(place) ? message.substr(place.size()) : message;
}

}  // namespace

std::string to_string(const RuleProblem& problem) {
  return problem.file + ":" + std::to_string(problem.line) + ": rule '" + problem.rule +
         "': " + problem.what;
}

std::vector<RuleProblem> failed_examples(const Rule& rule) {
  constexpr std::string_view kPath = "example.conf";
  std::vector<RuleProblem> problems;
  const auto add = [&](const std::string& what) {
    problems.push_back({rule.file, rule.line, rule.id, what});
  };
  const auto set = RuleSet::compile({rule});
  if (!set) {
    add(without_place(rule, set.error().message));
    return problems;
  }
  Matcher matcher(*set);
  for (const std::string& text : rule.matches)
    if (matcher.scan(text, kPath).matches.empty()) add("misses its example " + beginning_of(text));
  for (const std::string& text : rule.no_match)
    if (std::ranges::any_of(matcher.scan(text, kPath).matches, is_present))
      add("matches its near miss " + beginning_of(text));
  return problems;
}

}  // namespace nhiscan
