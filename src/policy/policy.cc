#include "policy/policy.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace nhiscan {
namespace {

struct Policy {
  std::string_view name;
  /// The verdict on one identity; nothing is a pass.
  std::optional<PolicyResult> (*judge)(const Identity&);
};

std::optional<PolicyResult> no_plaintext_credential(const Identity& identity) {
  if (!identity.leaked || identity.state == State::expired) return std::nullopt;
  const bool fails = identity.severity >= Severity::medium;
  return PolicyResult{"", fails ? "fail" : "warn", "a usable credential stands in plaintext"};
}

std::optional<PolicyResult> owner_known(const Identity& identity) {
  const OwnerVerdict verdict = identity.owner.verdict;
  if (verdict == OwnerVerdict::owned || verdict == OwnerVerdict::weakly_owned) return std::nullopt;
  return PolicyResult{"", "warn", "nobody is known to own it"};
}

std::optional<PolicyResult> least_privilege(const Identity& identity) {
  if (identity.scope.level < ScopeLevel::admin) return std::nullopt;
  return PolicyResult{
      "", "warn", "it may do everything or make new credentials (" + identity.scope.basis + ")"};
}

constexpr auto kPolicies = std::to_array<Policy>({
    {"no-plaintext-credential", no_plaintext_credential},
    {"owner-known", owner_known},
    {"least-privilege", least_privilege},
});

bool is_known(const Identity& identity, const std::set<std::string>& known) {
  return !identity.parts.empty() &&
         std::ranges::all_of(identity.parts,
                             [&](const std::string& part) { return known.contains(part); });
}

bool holds(const Identity& identity, std::string_view verdict) {
  return std::ranges::any_of(identity.policy,
                             [&](const PolicyResult& result) { return result.verdict == verdict; });
}

}  // namespace

Verdict evaluate(Inventory& inventory, const std::set<std::string>& known) {
  Verdict verdict;
  for (Identity& identity : inventory.identities) {
    for (const Policy& policy : kPolicies) {
      auto result = policy.judge(identity);
      if (!result) continue;
      result->policy = policy.name;
      if (result->verdict == "fail" && is_known(identity, known)) {
        result->verdict = "warn";
        result->message += "; a baseline knows it";
      }
      identity.policy.push_back(*std::move(result));
    }
    if (holds(identity, "fail"))
      ++verdict.failed;
    else if (holds(identity, "warn"))
      ++verdict.warned;
  }
  return verdict;
}

bool fails_run(const Finding& finding) {
  return finding.storage == Storage::plaintext ||
         (finding.rule && finding.rule->value == ValueJudgement::exact);
}

}  // namespace nhiscan
