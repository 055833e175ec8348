#include "scan/match_finding.h"

#include <algorithm>
#include <string>
#include <utility>

#include "detection/value_judge.h"

namespace nhiscan {
namespace {

/// A rule for a syntax takes passwords and tokens alike; the key tells them apart.
Kind kind_of(const Match& match) {
  const Kind kind = match.rule->kind;
  if (kind != Kind::password || match.key.empty()) return kind;
  return holds_password({match.key, false, {}, {}, {}}) ? kind : Kind::api_key;
}

}  // namespace

Finding finding_of_match(Match match, std::string_view text) {
  Finding finding;
  const Rule& rule = *match.rule;
  finding.provider = match.provider.empty() ? rule.provider : match.provider;
  finding.kind = kind_of(match);
  finding.severity = rule.severity;
  finding.confidence = std::min(rule.confidence, match.confidence);
  finding.storage = match.storage == Storage::plaintext ? rule.storage : match.storage;
  finding.decoded = std::move(match.captures);
  if (!match.provider_basis.empty())
    finding.decoded.emplace("provider_basis", std::move(match.provider_basis));
  finding.key = std::move(match.key);
  finding.excusing_commits = std::move(match.excusing_commits);
  finding.secret = Secret(std::string(text.substr(match.secret.begin, match.secret.size())));
  finding.rule = std::move(match.rule);
  return finding;
}

}  // namespace nhiscan
