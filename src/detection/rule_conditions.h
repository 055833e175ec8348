#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nhiscan/finding.h"
#include "nhiscan/result.h"
#include "nhiscan/rule.h"
#include "wrap/pcre2.h"

namespace nhiscan {

/// What a rule asks of the document and of the place of a match, besides its pattern: words that
/// the document holds, its path, allowlists. Belongs to one thread.
class RuleConditions {
 public:
  /// Nothing for a rule that asks for none of it.
  static Result<std::unique_ptr<RuleConditions>> make(const Rule& rule);

  /// Forgets the previous document.
  void begin_document() { holds_needed_.reset(); }

  /// Whether the rule looks at the document at all. An empty path is one that isn't known: then
  /// only the words count. `near` is where a candidate stands.
  bool admits(const Rule& rule, std::string_view text, std::string_view path, std::size_t near);

  /// Whether an allowlist excuses a match. Where only the commit may still do so, its id would be
  /// one of `commits`.
  struct Excuse {
    bool excused = false;
    std::vector<std::string> commits;
  };
  [[nodiscard]] Excuse excuse(const Rule& rule, std::string_view text, std::string_view path,
                              Span match, Span secret) const;

  /// What is wrong with an expression; empty if nothing is.
  static std::string problem_with(const std::string& expression);

 private:
  struct Expressions {
    std::vector<PcreCode> paths;
    std::vector<PcreCode> regexes;
  };

  PcreCode path_;
  std::vector<Expressions> allowlists_;  // as the rule has them
  std::optional<bool> holds_needed_;
};

}  // namespace nhiscan
