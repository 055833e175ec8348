#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <vector>

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

}  // namespace nhiscan
