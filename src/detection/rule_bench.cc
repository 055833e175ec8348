// One text at a time, one rule after the other: the clock is read twice for each rule that has
// candidates in a text, never for each candidate.
#include "detection/rule_bench.h"

#include <algorithm>

namespace nhiscan {
namespace {

using BenchClock = std::chrono::steady_clock;

}  // namespace

RuleBench::RuleBench(const RuleSet& rules)
    : matcher_(rules), confirmers_(rules), costs_(rules.rules().size()) {}

void RuleBench::confirm(std::span<const Candidate> of_one_rule, std::string_view text,
                        std::string_view path) {
  const std::size_t rule = of_one_rule.front().rule;
  Confirmer& confirmer = confirmers_.of(rule);
  RuleCost& cost = costs_[rule];
  Detected found;
  const std::uint64_t tried_before = confirmer.tried();
  const auto start = BenchClock::now();
  confirmer.begin_document();
  for (const Candidate& candidate : of_one_rule) {
    const Outcome outcome = confirmer.confirm(text, path, candidate.end, found);
    cost.confirmed += outcome.matches > 0 ? 1 : 0;
    cost.matches += outcome.matches;
  }
  cost.confirming += BenchClock::now() - start;
  cost.tried += confirmer.tried() - tried_before;
  cost.candidates += of_one_rule.size();
}

void RuleBench::measure(std::string_view text, std::string_view path) {
  candidates_.clear();
  const auto start = BenchClock::now();
  matcher_.find_candidates(text, candidates_);
  finding_ += BenchClock::now() - start;
  bytes_ += text.size();
  std::ranges::sort(candidates_);
  for (auto begin = candidates_.begin(); begin != candidates_.end();) {
    const auto end = std::find_if(begin, candidates_.end(), [&](const Candidate& candidate) {
      return candidate.rule != begin->rule;
    });
    confirm({begin, end}, text, path);
    begin = end;
  }
}

}  // namespace nhiscan
