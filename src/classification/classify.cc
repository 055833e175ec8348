#include "classification/classify.h"

#include <algorithm>
#include <tuple>

#include "classification/context.h"
#include "classification/risk.h"
#include "detection/default_password.h"

namespace nhiscan {
namespace {

/// Where a checkout lies says nothing of its files.
std::string_view path_in_checkout(const Location& location) {
  const std::string_view path = location.path;
  const std::string_view root = location.root;
  const bool below = root.starts_with('/') && path.size() > root.size() && path.starts_with(root) &&
                     (root.ends_with('/') || path[root.size()] == '/');
  return below ? path.substr(root.size()) : path;
}

Severity one_lower(Severity severity) {
  return severity == Severity::low ? severity
                                   : static_cast<Severity>(static_cast<int>(severity) - 1);
}

/// Whether the credential opens only something on the same machine or container network: no dot in
/// the host's name, or loopback.
bool is_for_local_host(const Finding& finding) {
  const auto fact = finding.decoded.find("host");
  const auto* host =
      fact == finding.decoded.end() ? nullptr : std::get_if<std::string>(&fact->second);
  if (host == nullptr || host->empty()) return false;
  return host->find('.') == std::string::npos || host->starts_with("127.") ||
         host->starts_with("0.0.0.0") || host->ends_with(".local") || host->ends_with(".localhost");
}

Severity severity_of(const Finding& finding) {
  if (finding.rule->is_public || finding.validity == Validity::expired ||
      finding.storage != Storage::plaintext)
    return Severity::low;
  Severity severity = finding.rule->severity;
  if (finding.context == Context::test || finding.context == Context::documentation)
    severity = one_lower(severity);
  if (finding.tracked == std::optional(false)) severity = one_lower(severity);
  if (finding.history && finding.history->reach == Reach::unreachable)
    severity = one_lower(severity);
  if (finding.confidence == Confidence::low) severity = one_lower(severity);
  if (is_for_local_host(finding)) severity = one_lower(severity);
  return severity;
}

/// Whether it stands in a manual, or under a key such as `examples` or `description`.
bool is_shown_to_readers(const Location& location) {
  return is_for_readers(path_in_checkout(location)) || is_key_for_readers(location.key_path) ||
         std::ranges::any_of(location.chain, [](const std::string& member) {
           return is_for_readers(std::string_view(member));
         });
}

/// A value that only its surroundings call a secret is a sample in a manual more often than not,
/// and so is one that opens nothing by itself: expired, public or sealed. In a test or in an
/// example that runs it is a credential; that it opens little lowers its severity.
bool may_be_a_sample(const Finding& finding) {
  const bool opens_something = finding.validity != Validity::expired && !finding.rule->is_public &&
                               finding.storage == Storage::plaintext;
  const bool proves_itself =
      finding.rule->value == ValueJudgement::exact && finding.rule->keywords.empty();
  return !(proves_itself && opens_something) && finding.validity != Validity::checksum_ok &&
         finding.context == Context::documentation && is_shown_to_readers(finding.location);
}

/// `password: quobyte` in `quobyte/secret.yaml`: the name of what it opens.
bool is_name_of_its_place(const Finding& finding) {
  return finding.rule->value == ValueJudgement::judged && finding.kind == Kind::password &&
         is_named_in_path(finding.secret.expose(), path_in_checkout(finding.location));
}

/// The certificate of an authority stands in every bundle of them and gives access to nothing.
bool is_for_everybody(const Finding& finding) {
  return finding.kind == Kind::certificate && finding.scope.level == ScopeLevel::mint;
}

/// What an identity that leaks nothing may do is all that can be wrong with it.
Severity severity_of_declared(const Identity& identity) {
  if (identity.is_public || identity.lifetime.lifetime_class == LifetimeClass::ephemeral)
    return Severity::low;
  if (identity.scope.level == ScopeLevel::mint) return Severity::high;
  return identity.scope.level == ScopeLevel::admin ? Severity::medium : Severity::low;
}

/// What nobody has revoked works on after its line was deleted.
State state_of(const Identity& identity) {
  if (identity.lifetime.lifetime_class == LifetimeClass::expired) return State::expired;
  const bool is_at_head = std::ranges::any_of(identity.occurrences, &Occurrence::at_head);
  return is_at_head ? State::active : State::removed_but_alive;
}

bool tells_purpose(Context context) {
  return context == Context::test || context == Context::documentation;
}

/// What the place in the file says, unless the whole file is a test. A member of an archive is a
/// test or documentation where it says so itself, or the archive does.
Context context_at(const Location& location) {
  const Context by_path = context_of(path_in_checkout(location));
  if (by_path == Context::test) return by_path;
  if (is_key_for_readers(location.key_path)) return Context::documentation;
  const Context by_place = location.context.value_or(by_path);
  if (by_place != Context::archive) return by_place;
  if (tells_purpose(by_path)) return by_path;
  for (const std::string& member : location.chain)
    if (const Context own = context_of(member); tells_purpose(own)) return own;
  return by_place;
}

/// An occurrence has only its location so far.
void place_in_environment(Occurrence& occurrence, Identity& identity) {
  occurrence.context = context_at(occurrence.location);
  if (occurrence.environment == "unknown")
    occurrence.environment = environment_of(path_in_checkout(occurrence.location), "");
  if (identity.environment == "unknown") identity.environment = occurrence.environment;
}

}  // namespace

void classify(std::vector<Finding>& findings) {
  for (Finding& finding : findings) {
    finding.context = context_at(finding.location);
    if (finding.environment == "unknown")
      finding.environment = environment_of(path_in_checkout(finding.location), finding.key);
    if (is_name_of_its_place(finding)) finding.confidence = Confidence::low;
    finding.severity = severity_of(finding);
    if (may_be_a_sample(finding) || is_for_everybody(finding)) finding.confidence = Confidence::low;
  }
}

void classify(Inventory& inventory, std::int64_t now) {
  for (Identity& identity : inventory.identities) {
    for (Occurrence& occurrence : identity.occurrences)
      place_in_environment(occurrence, identity);
    identity.state = state_of(identity);
    identity.last_seen = std::ranges::any_of(identity.occurrences, &Occurrence::at_head)
                             ? std::optional(now)
                             : identity.removed_at;
    if (!identity.leaked) identity.severity = severity_of_declared(identity);
    identity.controls = controls_of(identity);
    assess_risk(identity, now);
  }
  std::ranges::sort(inventory.identities, [](const Identity& a, const Identity& b) {
    return std::forward_as_tuple(-a.risk_score, a.name, a.id) <
           std::forward_as_tuple(-b.risk_score, b.name, b.id);
  });
}

}  // namespace nhiscan
