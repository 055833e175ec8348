#include "scan/match_finding.h"

#include <string>
#include <utility>

namespace nhiscan {

Finding finding_of_match(Match match, std::string_view text) {
  Finding finding;
  const Rule& rule = *match.rule;
  finding.provider = rule.provider;
  finding.kind = rule.kind;
  finding.severity = rule.severity;
  finding.confidence = rule.confidence;
  finding.storage = rule.storage;
  finding.decoded = std::move(match.captures);
  finding.key = std::move(match.key);
  finding.secret = Secret(std::string(text.substr(match.secret.begin, match.secret.size())));
  finding.rule = std::move(match.rule);
  return finding;
}

}  // namespace nhiscan
