#include "classification/risk.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/time.h"

namespace nhiscan {
namespace {

constexpr std::int64_t kDay = 24L * 60 * 60;

double severity_weight(Severity severity) {
  constexpr std::array<double, 4> kWeights{5, 15, 30, 40};
  return kWeights[static_cast<std::size_t>(severity)];
}

double scope_weight(ScopeLevel level) {
  switch (level) {
    case ScopeLevel::mint:
      return 25;
    case ScopeLevel::admin:
      return 20;
    case ScopeLevel::write:
      return 10;
    case ScopeLevel::read:
      return 3;
    default:
      return 0;
  }
}

double lifetime_weight(LifetimeClass lifetime) {
  switch (lifetime) {
    case LifetimeClass::non_expiring:
      return 15;
    case LifetimeClass::long_lived:
      return 10;
    case LifetimeClass::unknown:
      return 5;
    case LifetimeClass::expired:
      return -40;
    case LifetimeClass::ephemeral:
      return -10;
    default:
      return 0;
  }
}

bool only_in_tests(const Identity& identity) {
  return !identity.occurrences.empty() &&
         std::ranges::all_of(identity.occurrences, [](const Occurrence& occurrence) {
           return occurrence.context == Context::test ||
                  occurrence.context == Context::documentation;
         });
}

std::string expiry_text(const Lifetime& lifetime, std::int64_t now) {
  if (!lifetime.expires) return std::string(to_string(lifetime.lifetime_class));
  const std::string day = format_rfc3339(*lifetime.expires).substr(0, 10);
  return *lifetime.expires < now
             ? "expired " + day
             : "until " + day + ", " + std::to_string((*lifetime.expires - now) / kDay) + " days";
}

bool is_static(const Identity& identity) {
  const LifetimeClass lifetime = identity.lifetime.lifetime_class;
  return lifetime == LifetimeClass::non_expiring || lifetime == LifetimeClass::long_lived;
}

}  // namespace

void assess_risk(Identity& identity, std::int64_t now) {
  std::vector<RiskFactor>& factors = identity.risk_factors;
  const auto add = [&](const char* name, double weight, std::string why) {
    if (weight != 0) factors.push_back({name, weight, std::move(why)});
  };
  if (identity.leaked) {
    add("leaked", severity_weight(identity.severity),
        "plaintext, severity " + std::string(to_string(identity.severity)));
    if (only_in_tests(identity))
      add("test_or_documentation", -10, "stands only in test or documentation files");
    if (identity.confidence == Confidence::low)
      add("low_confidence", -10, "may not be a credential");
  } else {
    add("declared", 2, "declared, no value found");
  }
  add("scope", scope_weight(identity.scope.level),
      "scope " + std::string(to_string(identity.scope.level)));
  add("lifetime", lifetime_weight(identity.lifetime.lifetime_class),
      expiry_text(identity.lifetime, now));
  if (identity.environment == "prod") add("environment", 10, "production");
  if (identity.occurrences.size() > 1)
    add("sprawl", std::min(10.0, 2.0 * static_cast<double>(identity.occurrences.size() - 1)),
        std::to_string(identity.occurrences.size()) + " places");
  if (identity.reuse.environments > 1)
    add("reuse", 10, std::to_string(identity.reuse.environments) + " environments");
  if (identity.owner.verdict == OwnerVerdict::unowned) add("unowned", 5, "no owner found");
  if (identity.owner.verdict == OwnerVerdict::orphaned) add("orphaned", 10, "its owner is gone");
  if (identity.validity == Validity::checksum_ok)
    add("checksum", 5, "the checksum proves the format");
  add("warnings", std::min(15.0, 5.0 * static_cast<double>(identity.warnings.size())),
      identity.warnings.empty() ? "" : identity.warnings.front());
  if (identity.is_public) add("public", -25, "meant for clients");
  double score = 0;
  for (const RiskFactor& factor : factors)
    score += factor.weight;
  identity.risk_score = std::clamp(score, 0.0, 100.0);
}

std::vector<std::string> controls_of(const Identity& identity) {
  std::vector<std::string> controls;
  const bool usable =
      !identity.is_public && identity.lifetime.lifetime_class != LifetimeClass::expired;
  if (identity.leaked && !identity.is_public) controls.emplace_back("NHI2:2025");
  if (usable && is_static(identity)) controls.emplace_back("NHI7:2025");
  if (identity.scope.level == ScopeLevel::admin || identity.scope.level == ScopeLevel::mint)
    controls.emplace_back("NHI5:2025");
  if (identity.kind == Kind::basic_auth) controls.emplace_back("NHI4:2025");
  if (identity.owner.verdict == OwnerVerdict::orphaned) controls.emplace_back("NHI1:2025");
  if (identity.reuse.environments > 1) controls.emplace_back("NHI8:2025");
  if (identity.reuse.repos > 1) controls.emplace_back("NHI9:2025");
  std::ranges::sort(controls);
  return controls;
}

}  // namespace nhiscan
