#include "inventory/inventory.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "credentials/fingerprint.h"
#include "inventory/offboarding.h"
#include "inventory/pairs.h"

namespace nhiscan {
namespace {

std::string text_fact(const Facts& facts, std::string_view name) {
  const auto fact = facts.find(name);
  const auto* text = fact == facts.end() ? nullptr : std::get_if<std::string>(&fact->second);
  return text == nullptr ? std::string() : *text;
}

/// What a person calls the identity: what the credential says of itself, else what it is.
std::string name_of(const Finding& finding) {
  for (const char* fact :
       {"client_email", "subject", "username", "user", "common_name", "key_id", "account"})
    if (std::string name = text_fact(finding.decoded, fact); !name.empty()) return name;
  return finding.rule->name;
}

Occurrence occurrence_of(const Finding& finding) {
  return {finding.rule->id, finding.location, finding.context, finding.environment,
          finding.tracked,  finding.commit,   finding.at_head, finding.history};
}

Identity identity_of(const Finding& finding) {
  Identity identity;
  identity.id = finding.id;
  identity.kind = finding.kind;
  identity.provider = finding.provider;
  identity.name = name_of(finding);
  identity.target = finding.target;
  identity.redacted = finding.secret.redacted();
  identity.is_public = finding.rule->is_public;
  identity.storage = finding.storage;
  identity.declared = identity.is_public || identity.storage != Storage::plaintext;
  identity.leaked = !identity.declared;
  identity.parts = {finding.id};
  identity.severity = finding.severity;
  identity.confidence = finding.confidence;
  identity.validity = finding.validity;
  identity.lifetime = finding.lifetime;
  identity.scope = finding.scope;
  identity.observed = finding.observed;
  identity.environment = finding.environment;
  identity.decoded = finding.decoded;
  identity.offboarding = revocation_steps(*finding.rule);
  return identity;
}

Identity identity_of(const Declaration& declaration, const std::string& salt) {
  Identity identity;
  identity.id = name_fingerprint(
      salt, declaration.provider + '\0' + declaration.name + '\0' + declaration.target);
  identity.kind = declaration.kind;
  identity.provider = declaration.provider;
  identity.name = declaration.name;
  identity.target = declaration.target;
  identity.declared = true;
  identity.storage = declaration.storage;
  identity.severity = Severity::low;
  identity.confidence = Confidence::high;
  identity.lifetime = declaration.lifetime;
  identity.scope = declaration.scope;
  identity.decoded = declaration.facts;
  identity.offboarding = removal_steps(declaration);
  return identity;
}

template <class T>
void append_new(std::vector<T>& to, const std::vector<T>& from) {
  for (const T& value : from)
    if (std::ranges::find(to, value) == to.end()) to.push_back(value);
}

/// What is known wins over what is not; of two known lifetimes, scopes or names the first stays.
void merge(Identity& into, Identity&& from) {
  if (into.target.empty()) into.target = std::move(from.target);
  if (into.redacted.empty()) into.redacted = std::move(from.redacted);
  into.declared |= from.declared;
  into.is_public = into.is_public && from.is_public;
  if (from.leaked && !into.leaked) into.storage = from.storage;
  into.severity = std::max(into.severity, from.severity);
  into.confidence = std::max(into.confidence, from.confidence);
  into.validity = std::max(into.validity, from.validity);
  if (into.lifetime.lifetime_class == LifetimeClass::unknown)
    into.lifetime = std::move(from.lifetime);
  if (from.leaked && into.leaked)
    into.observed.add(from.observed);
  else if (from.leaked)
    into.observed = from.observed;
  if (from.scope.level > into.scope.level) into.scope = std::move(from.scope);
  if (into.environment == "unknown") into.environment = std::move(from.environment);
  into.decoded.merge(from.decoded);
  into.leaked |= from.leaked;
  append_new(into.parts, from.parts);
  append_new(into.consumers, from.consumers);
  append_new(into.warnings, from.warnings);
  append_new(into.owner_labels, from.owner_labels);
  append_new(into.offboarding, from.offboarding);
  std::ranges::move(from.occurrences, std::back_inserter(into.occurrences));
}

/// Identities by id, of which some turn out to be one.
class Identities {
 public:
  Identity& add(Identity identity) {
    const auto [known, is_new] = by_id_.try_emplace(identity.id, Identity{});
    if (is_new)
      known->second = std::move(identity);
    else
      merge(known->second, std::move(identity));
    return known->second;
  }

  void join(const std::string& a, const std::string& b) {
    std::string first = root_of(a);
    std::string second = root_of(b);
    if (first == second || !by_id_.contains(first) || !by_id_.contains(second)) return;
    if (comes_first(by_id_.at(second), by_id_.at(first))) std::swap(first, second);
    merge(by_id_.at(first), std::move(by_id_.at(second)));
    by_id_.erase(second);
    joined_into_[second] = first;
  }

  Inventory take() {
    Inventory inventory;
    for (auto& [id, identity] : by_id_)
      inventory.identities.push_back(std::move(identity));
    return inventory;
  }

 private:
  /// A leaked value gives the identity its kind; of two leaked ones the worse, then the one that
  /// names a target.
  static bool comes_first(const Identity& a, const Identity& b) {
    const auto rank = [](const Identity& i) {
      return std::tuple(i.leaked ? 0 : 1, -static_cast<int>(i.severity), i.target.empty() ? 1 : 0);
    };
    return std::tuple_cat(rank(a), std::tie(a.id)) < std::tuple_cat(rank(b), std::tie(b.id));
  }

  std::string root_of(std::string id) const {
    for (auto next = joined_into_.find(id); next != joined_into_.end();
         next = joined_into_.find(id))
      id = next->second;
    return id;
  }

  std::map<std::string, Identity> by_id_;
  std::map<std::string, std::string> joined_into_;
};

void count_reuse(Identity& identity) {
  std::set<std::string> roots;
  std::set<std::string> environments;
  for (const Occurrence& occurrence : identity.occurrences) {
    roots.insert(occurrence.location.root);
    if (occurrence.environment != "unknown") environments.insert(occurrence.environment);
  }
  identity.reuse.repos = std::max<std::size_t>(roots.size(), 1);
  identity.reuse.environments = std::max<std::size_t>(environments.size(), 1);
}

/// When the value was committed first, and when HEAD's history lost it last.
void read_dates(Identity& identity) {
  bool is_at_head = false;
  for (const Occurrence& occurrence : identity.occurrences) {
    is_at_head |= occurrence.at_head;
    if (occurrence.commit)
      identity.first_seen =
          std::min(identity.first_seen.value_or(occurrence.commit->date), occurrence.commit->date);
    if (occurrence.history && occurrence.history->removed_at)
      identity.removed_at = std::max(identity.removed_at, occurrence.history->removed_at);
  }
  if (is_at_head) identity.removed_at.reset();
}

void sort_occurrences(Identity& identity) {
  std::ranges::sort(identity.occurrences, [](const Occurrence& a, const Occurrence& b) {
    return std::tie(a.location.path, a.location.begin, a.rule) <
           std::tie(b.location.path, b.location.begin, b.rule);
  });
}

/// Tokens that say whose they are, and the declared principal of that name.
std::vector<IdPair> pairs_by_subject(const std::vector<Finding>& findings,
                                     const std::map<std::string, std::string>& declared) {
  std::vector<IdPair> pairs;
  for (const Finding& finding : findings)
    for (const char* fact : {"subject", "client_email", "service_account"})
      if (const auto found = declared.find(text_fact(finding.decoded, fact));
          found != declared.end())
        pairs.emplace_back(finding.id, found->second);
  return pairs;
}

void add_declaration(const Declaration& declaration, Identity& identity) {
  identity.occurrences.push_back({declaration.format, declaration.location, Context::config,
                                  "unknown", std::nullopt, std::nullopt, true, std::nullopt});
  append_new(identity.consumers, declaration.consumers);
  append_new(identity.warnings, declaration.warnings);
  if (!declaration.owner_label.empty())
    append_new(identity.owner_labels,
               {Evidence{declaration.owner_label_source, declaration.owner_label}});
}

}  // namespace

Inventory build_inventory(const std::vector<Finding>& findings,
                          const std::vector<Declaration>& declarations, const std::string& salt) {
  Identities identities;
  for (const Finding& finding : findings)
    identities.add(identity_of(finding)).occurrences.push_back(occurrence_of(finding));
  std::map<std::string, std::string> declared;
  for (const Declaration& declaration : declarations) {
    Identity& identity = identities.add(identity_of(declaration, salt));
    add_declaration(declaration, identity);
    declared.emplace(declaration.name, identity.id);
  }
  for (const auto& pairs : {pairs_by_place(findings), pairs_by_public_key(findings),
                            pairs_by_subject(findings, declared)})
    for (const auto& [a, b] : pairs)
      identities.join(a, b);
  Inventory inventory = identities.take();
  for (Identity& identity : inventory.identities) {
    sort_occurrences(identity);
    count_reuse(identity);
    read_dates(identity);
  }
  return inventory;
}

}  // namespace nhiscan
