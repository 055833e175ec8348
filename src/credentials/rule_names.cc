#include "credentials/rule_names.h"

#include <string>

#include "credentials/checksum.h"
#include "credentials/read.h"

namespace nhiscan {

std::vector<RuleProblem> unknown_names(const Rule& rule,
                                       const std::function<bool(std::string_view)>& is_rule) {
  std::vector<RuleProblem> problems;
  const auto add = [&](const std::string& what) {
    problems.push_back({rule.file, rule.line, rule.id, what});
  };
  if (!rule.checksum.empty() && !knows_checksum(rule.checksum))
    add("unknown checksum '" + rule.checksum + "'");
  if (!rule.decode.empty() && !knows_reader(rule.decode))
    add("unknown decode '" + rule.decode + "'");
  for (const std::string& id : rule.pairs)
    if (!is_rule(id)) add("pairs with the unknown rule '" + id + "'");
  for (const Requirement& requirement : rule.requires_rules)
    if (!is_rule(requirement.rule)) add("requires the unknown rule '" + requirement.rule + "'");
  return problems;
}

}  // namespace nhiscan
