#include "detection/rule_conditions.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace nhiscan {
namespace {

// No more of a line is shown to an allowlist, on either side of a match.
constexpr std::size_t kLongestLineSide = 64UL * 1024;
constexpr std::uint32_t kExpressionOptions = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF;

struct Compiled {
  PcreCode code;
  std::string problem;
};

Compiled compile_expression(const std::string& expression) {
  int number = 0;
  PCRE2_SIZE offset = 0;
  Compiled compiled;
  compiled.code.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(expression.data()),
                                    expression.size(), kExpressionOptions, &number, &offset,
                                    nullptr));
  if (compiled.code) {
    pcre2_jit_compile(compiled.code.get(), PCRE2_JIT_COMPLETE);
    return compiled;
  }
  std::array<PCRE2_UCHAR, 160> message{};
  pcre2_get_error_message(number, message.data(), message.size());
  compiled.problem = reinterpret_cast<const char*>(message.data());
  return compiled;
}

/// An expression that runs into PCRE2's limits excuses nothing.
bool is_found(const PcreCode& code, std::string_view text) {
  const PcreMatchData data(pcre2_match_data_create(1, nullptr));
  const auto* subject = reinterpret_cast<PCRE2_SPTR>(text.data());
  return pcre2_match(code.get(), subject, text.size(), 0, 0, data.get(), nullptr) >= 0;
}

bool any_found(const std::vector<PcreCode>& codes, std::string_view text) {
  return std::ranges::any_of(codes, [&](const PcreCode& code) { return is_found(code, text); });
}

std::string_view lines_of(std::string_view text, Span match) {
  const std::size_t earliest = match.begin - std::min(match.begin, kLongestLineSide);
  const std::size_t before = text.substr(earliest, match.begin - earliest).rfind('\n');
  const std::size_t begin = before == std::string_view::npos ? earliest : earliest + before + 1;
  const std::size_t latest = std::min(text.size(), match.end + kLongestLineSide);
  const std::size_t end = std::min(text.find('\n', match.end), latest);
  return text.substr(begin, end - begin);
}

std::string_view target_of(const Allowlist& list, std::string_view text, Span match, Span secret) {
  if (list.target == Allowlist::Target::line) return lines_of(text, match);
  const Span& span = list.target == Allowlist::Target::match ? match : secret;
  return text.substr(span.begin, span.size());
}

bool holds_word(std::string_view text, const std::vector<std::string>& lower_words) {
  return std::ranges::any_of(
      lower_words, [&](const std::string& word) { return contains_ignore_case(text, word); });
}

Status compile_all(const std::vector<std::string>& expressions, std::vector<PcreCode>& out) {
  for (const std::string& expression : expressions) {
    Compiled compiled = compile_expression(expression);
    if (!compiled.code) return Error{compiled.problem};
    out.push_back(std::move(compiled.code));
  }
  return Done{};
}

}  // namespace

Result<std::unique_ptr<RuleConditions>> RuleConditions::make(const Rule& rule) {
  if (rule.needs.empty() && rule.path.empty() && rule.allowlists.empty())
    return std::unique_ptr<RuleConditions>();
  auto made = std::make_unique<RuleConditions>();
  if (!rule.path.empty()) {
    Compiled compiled = compile_expression(rule.path);
    if (!compiled.code) return Error{"rule '" + rule.id + "': path: " + compiled.problem};
    made->path_ = std::move(compiled.code);
  }
  for (const Allowlist& list : rule.allowlists) {
    Expressions& expressions = made->allowlists_.emplace_back();
    for (const Status& done : {compile_all(list.paths, expressions.paths),
                               compile_all(list.regexes, expressions.regexes)})
      if (!done) return done.error().within("rule '" + rule.id + "': allowlist");
  }
  return made;
}

std::string RuleConditions::problem_with(const std::string& expression) {
  return compile_expression(expression).problem;
}

bool RuleConditions::admits(const Rule& rule, std::string_view text, std::string_view path,
                            std::size_t near) {
  if (path_ && !path.empty() && !is_found(path_, path)) return false;
  if (rule.needs.empty()) return true;
  if (!holds_needed_) {
    constexpr std::size_t kNearby = 256;
    const std::size_t from = near - std::min(near, kNearby);
    holds_needed_ =
        holds_word(text.substr(from, 2 * kNearby), rule.needs) || holds_word(text, rule.needs);
  }
  return *holds_needed_;
}

RuleConditions::Excuse RuleConditions::excuse(const Rule& rule, std::string_view text,
                                              std::string_view path, Span match,
                                              Span secret) const {
  Excuse excuse;
  const std::string_view value = text.substr(secret.begin, secret.size());
  for (std::size_t i = 0; i < rule.allowlists.size(); ++i) {
    const Allowlist& list = rule.allowlists[i];
    std::size_t criteria = 0;
    std::size_t met = 0;
    const auto judge = [&](bool is_there, const auto& is_met) {
      criteria += is_there ? 1 : 0;
      met += is_there && is_met() ? 1 : 0;
    };
    judge(!list.paths.empty(),
          [&] { return !path.empty() && any_found(allowlists_[i].paths, path); });
    judge(!list.regexes.empty(),
          [&] { return any_found(allowlists_[i].regexes, target_of(list, text, match, secret)); });
    judge(!list.stopwords.empty(), [&] { return holds_word(value, list.stopwords); });
    const bool any = list.condition == Allowlist::Condition::any;
    if (list.commits.empty() ? criteria > 0 && (any ? met > 0 : met == criteria) : any && met > 0) {
      excuse.excused = true;
      return excuse;
    }
    if (!list.commits.empty() && (any || met == criteria))
      excuse.commits.insert(excuse.commits.end(), list.commits.begin(), list.commits.end());
  }
  return excuse;
}

}  // namespace nhiscan
