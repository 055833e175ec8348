#include "classification/classify.h"

#include <algorithm>
#include <tuple>

#include "classification/context.h"
#include "classification/risk.h"

namespace nhiscan {
namespace {

Severity one_lower(Severity severity) {
  return severity == Severity::low ? severity : static_cast<Severity>(static_cast<int>(severity) - 1);
}

Severity severity_of(const Finding& finding) {
  if (finding.rule->is_public || finding.validity == Validity::expired || finding.storage == Storage::encrypted)
    return Severity::low;
  Severity severity = finding.rule->severity;
  if (finding.context == Context::test || finding.context == Context::documentation) severity = one_lower(severity);
  if (finding.tracked == std::optional(false)) severity = one_lower(severity);
  if (finding.confidence == Confidence::low) severity = one_lower(severity);
  return severity;
}

/// A declaration's occurrence has only its path so far.
void place_in_environment(Occurrence& occurrence, Identity& identity) {
  occurrence.context = context_of(occurrence.location.path);
  if (occurrence.environment == "unknown") occurrence.environment = environment_of(occurrence.location.path, "");
  if (identity.environment == "unknown") identity.environment = occurrence.environment;
}

}  // namespace

void classify(std::vector<Finding>& findings) {
  for (Finding& finding : findings) {
    finding.context = context_of(finding.location.path);
    if (finding.environment == "unknown") finding.environment = environment_of(finding.location.path, finding.key);
    finding.severity = severity_of(finding);
  }
}

void classify(Inventory& inventory, std::int64_t now) {
  for (Identity& identity : inventory.identities) {
    for (Occurrence& occurrence : identity.occurrences) place_in_environment(occurrence, identity);
    identity.state = identity.lifetime.lifetime_class == LifetimeClass::expired ? State::expired : State::active;
    identity.controls = controls_of(identity);
    assess_risk(identity, now);
  }
  std::ranges::sort(inventory.identities, [](const Identity& a, const Identity& b) {
    return std::forward_as_tuple(-a.risk_score, a.name, a.id) < std::forward_as_tuple(-b.risk_score, b.name, b.id);
  });
}

}  // namespace nhiscan
