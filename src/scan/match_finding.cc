#include "scan/match_finding.h"

#include <algorithm>
#include <string>
#include <utility>

namespace nhiscan {

Finding finding_of_match(Match match, std::string_view text) {
  Finding finding;
  const Rule& rule = *match.rule;
  finding.provider = rule.provider;
  finding.kind = rule.kind;
  finding.severity = rule.severity;
  finding.confidence = std::min(rule.confidence, match.confidence);
  finding.storage = match.storage == Storage::plaintext ? rule.storage : match.storage;
  finding.decoded = std::move(match.captures);
  finding.key = std::move(match.key);
  finding.secret = Secret(std::string(text.substr(match.secret.begin, match.secret.size())));
  finding.rule = std::move(match.rule);
  return finding;
}

}  // namespace nhiscan
