#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "detection/rule_cost.h"
#include "detection/rule_examples.h"
#include "nhiscan/report.h"

// What `nhiscan rules` writes, for people and as JSON (schema `nhiscan-rules/1`).
namespace nhiscan {

struct ListedRule {
  std::shared_ptr<const Rule> rule;
  bool built_in = true;
};

/// `base` says what the tool is, how wide the terminal is, and whether there is colour.
void write_rule_list_table(const Report& base, const std::vector<ListedRule>& rules,
                           std::ostream& out);
void write_rule_list_json(const Report& base, const std::vector<ListedRule>& rules,
                          std::ostream& out);

void write_rule_table(const Report& base, const ListedRule& rule, std::ostream& out);
void write_rule_json(const Report& base, const ListedRule& rule, std::ostream& out);

/// What `rules test` came to.
struct RuleTest {
  std::size_t rules = 0;
  std::size_t examples = 0;
  std::size_t near_misses = 0;
  std::vector<RuleProblem> problems;
};

void write_rule_test_table(const Report& base, const RuleTest& test, std::ostream& out);
void write_rule_test_json(const Report& base, const RuleTest& test, std::ostream& out);

/// What `rules bench` measured on a tree.
struct RuleCosts {
  struct OfRule {
    std::string id;
    RuleCost cost;
  };
  std::uint64_t files = 0;  ///< that hold text
  std::uint64_t bytes = 0;  ///< of text
  std::chrono::nanoseconds finding{0};
  RuleCost total;
  std::vector<OfRule> rules;  ///< those with candidates, in the order in which they are shown
  std::size_t shown = 0;      ///< as many of them
  enum class Times : std::uint8_t { show, hide } times = Times::show;
};

/// What was not read is in the coverage of `base`.
void write_rule_costs_table(const Report& base, const RuleCosts& costs, std::ostream& out);
void write_rule_costs_json(const Report& base, const RuleCosts& costs, std::ostream& out);

/// Nanoseconds for each million bytes of text; 0 where there is none.
std::uint64_t ns_per_mb(const RuleCosts& costs, std::chrono::nanoseconds spent);
/// For each thousand bytes of text; 0 where there is none.
double candidates_per_kb(const RuleCosts& costs, std::uint64_t candidates);
/// The share of candidates that came to a match, 0 to 1; 0 where there is none.
double confirm_ratio(const RuleCost& cost);

}  // namespace nhiscan
