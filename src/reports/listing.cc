#include "reports/listing.h"

#include <algorithm>
#include <numeric>

#include "base/text.h"
#include "inventory/offboarding.h"
#include "reports/phrases.h"

namespace nhiscan {
namespace {

Occurrence occurrence_of(const Finding& finding) {
  return {rule_of(finding).id, finding.location, finding.context, finding.environment,
          finding.tracked,     finding.commit,   finding.at_head, finding.history};
}

Identity secret_of_finding(const Finding& finding) {
  const Rule& rule = rule_of(finding);
  Identity identity;
  identity.id = finding.id;
  identity.kind = finding.kind;
  identity.provider = finding.provider;
  identity.name = rule.name;
  identity.target = finding.target;
  identity.leaked = finding.storage == Storage::plaintext;
  identity.storage = finding.storage;
  identity.parts = {finding.id};
  identity.state = State::removed_but_alive;  // until a place at HEAD says otherwise
  identity.severity = finding.severity;
  identity.confidence = finding.confidence;
  identity.validity = finding.validity;
  identity.is_public = rule.is_public;
  identity.lifetime = finding.lifetime;
  identity.scope = finding.scope;
  identity.environment = finding.environment;
  identity.owner = finding.owner;
  identity.offboarding = revocation_steps(rule);
  identity.decoded = finding.decoded;
  return identity;
}

void add_place(Identity& identity, const Finding& finding) {
  identity.occurrences.push_back(occurrence_of(finding));
  identity.severity = std::max(identity.severity, finding.severity);
  identity.confidence = std::max(identity.confidence, finding.confidence);
  if (finding.at_head) identity.state = State::active;
  if (!finding.commit) return;
  const std::int64_t date = finding.commit->date;
  identity.first_seen = std::min(identity.first_seen.value_or(date), date);
  identity.last_seen = std::max(identity.last_seen.value_or(date), date);
}

}  // namespace

Listing::Listing(const Report& report) : report_(report) {
  for (const Finding& finding : report.findings)
    first_of_.emplace(finding.id, &finding);
  if (report.command != "inventory") list_secrets();
  const std::vector<Identity>& listed =
      report.command == "inventory" ? report.inventory.identities : secrets_;
  for (const Identity& identity : listed)
    order_.push_back(&identity);
  std::ranges::stable_sort(order_, [](const Identity* left, const Identity* right) {
    if (left->severity != right->severity) return left->severity > right->severity;
    return left->risk_score > right->risk_score;
  });
}

void Listing::list_secrets() {
  std::unordered_map<std::string_view, std::size_t> place_of;
  for (const Finding& finding : report_.findings) {
    const auto [place, is_new] = place_of.emplace(finding.id, secrets_.size());
    if (is_new) secrets_.push_back(secret_of_finding(finding));
    add_place(secrets_[place->second], finding);
  }
  for (Identity& identity : secrets_)
    if (identity.lifetime.lifetime_class == LifetimeClass::expired) identity.state = State::expired;
}

std::string Listing::secret_of(const Identity& identity) const {
  std::vector<std::string> shown;
  for (const std::string& part : identity.parts)
    if (const auto finding = first_of_.find(part); finding != first_of_.end())
      shown.push_back(shown_secret(report_, *finding->second));
  return shown.empty() ? identity.redacted : join(shown, " ");
}

std::string identity_title(const Redactor& redactor, const Identity& identity) {
  const Secrets own = redactor.secrets_of(identity.parts);
  const std::string name = redactor.clean(identity.name, own);
  const std::string target = redactor.clean(identity.target, own);
  std::vector<std::string> words;
  if (!contains_ignore_case(name, identity.provider)) words.push_back(identity.provider);
  words.push_back(name);
  if (!contains_ignore_case(name, target)) words.push_back(target);
  const std::string title = join(words, " \xC2\xB7 ");
  return title.empty() ? std::string(to_string(identity.kind)) : title;
}

std::string_view exposure_of(const Identity& identity) {
  if (identity.storage != Storage::plaintext) return to_string(identity.storage);
  if (!identity.leaked || identity.occurrences.empty()) return "declared";
  const auto at_head = std::ranges::find(identity.occurrences, true, &Occurrence::at_head);
  return at_head == identity.occurrences.end() ? "history" : to_string(at_head->context);
}

std::vector<std::size_t> worst_first(const std::vector<Finding>& findings) {
  std::vector<std::size_t> order(findings.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, std::ranges::greater{},
                           [&](std::size_t index) { return findings[index].severity; });
  return order;
}

}  // namespace nhiscan
