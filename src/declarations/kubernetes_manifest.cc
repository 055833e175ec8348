#include "declarations/kubernetes_manifest.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>

namespace nhiscan {

namespace {

constexpr std::size_t kMaxManifestDeclarations = 5'000;
constexpr std::size_t kMaxManifestGrants = 100;

/// Takes the owner from a label whose key is `word`, or ends in it: `example.com/owner`.
bool take_owner(YamlNode labels, std::string_view place, std::string_view word,
                Declaration& declaration) {
  for (const auto& [key, value] : labels.entries()) {
    const std::string& owner = value.text();
    if (file_name(key.text()) != word || owner.empty()) continue;
    if (owner.find("{{") != std::string::npos) continue;
    declaration.owner_label = shortened(owner, 300);
    declaration.owner_label_source = std::string(place) + ' ';
    declaration.owner_label_source += shortened(key.text(), 300);
    return true;
  }
  return false;
}

/// Labels and annotations that name an owner, the most telling first. `managed-by` names a tool.
void add_owner(YamlNode metadata, Declaration& declaration) {
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"owner", "team", "squad", "contact", "cost-center", "part-of"});
  if (!declaration.owner_label.empty()) return;
  for (const std::string_view word : kWords) {
    if (take_owner(metadata["labels"], "label", word, declaration)) return;
    if (take_owner(metadata["annotations"], "annotation", word, declaration)) return;
  }
}

}  // namespace

KubernetesPrincipal service_account(const std::string& name_space, const std::string& name) {
  return {Kind::service_account, "system:serviceaccount:" + name_space + ':' + name, name_space};
}

Declaration* KubernetesManifest::declare(const KubernetesPrincipal& principal,
                                         std::string_view what, const KubernetesObject& object,
                                         YamlNode place) {
  const std::pair key(principal.target, principal.name);
  const auto known = by_name_.find(key);
  if (known == by_name_.end() && declarations_.size() >= kMaxManifestDeclarations) {
    full_ = true;
    return nullptr;
  }
  Declaration& declaration =
      known == by_name_.end() ? declarations_.emplace_back() : *known->second;
  if (known == by_name_.end()) {
    by_name_.emplace(key, &declaration);
    declaration.format = "kubernetes";
    declaration.what = what;
    declaration.provider = "Kubernetes";
    declaration.kind = principal.kind;
    declaration.name = principal.name;
    declaration.target = principal.target;
    declaration.location.begin = place.span().begin;
    declaration.location.end = place.span().end;
  } else {
    const std::size_t line = lines_.line(place.span().begin);
    add_fact(declaration.facts, "also_declared",
             "line " + std::to_string(line) + ": " + object.kind + ' ' + object.name);
  }
  add_owner(object.node["metadata"], declaration);
  return &declaration;
}

Declared KubernetesManifest::take() {
  by_name_.clear();
  Declared declared;
  std::ranges::move(declarations_, std::back_inserter(declared.declarations));
  if (full_) add_unread(declared.unread, Unread::Cause::limit, "more than 5,000 declarations");
  return declared;
}

void widen(Scope& scope, const Scope& more) {
  scope.level = std::max(scope.level, more.level);
  std::set<std::string> grants(scope.grants.begin(), scope.grants.end());
  grants.insert(more.grants.begin(), more.grants.end());
  scope.grants.assign(grants.begin(), grants.end());
  if (scope.grants.size() > kMaxManifestGrants) scope.grants.resize(kMaxManifestGrants);
  if (scope.basis == "unknown") {
    scope.basis = more.basis;
  } else if (scope.basis.size() < 1000 && scope.basis.find(more.basis) == std::string::npos) {
    scope.basis += "; " + more.basis;
  }
}

std::string tidy_name(std::string_view text) {
  text = shortened(text, 300);
  std::string tidy;
  std::size_t at = 0;
  for (std::size_t open = text.find("{{"); open != std::string_view::npos;
       open = text.find("{{", at)) {
    const std::size_t close = text.find("}}", open);
    if (close == std::string_view::npos) break;
    std::string_view inside = text.substr(open + 2, close - open - 2);
    if (inside.starts_with('-')) inside.remove_prefix(1);
    if (inside.ends_with('-')) inside.remove_suffix(1);
    while (inside.starts_with(' '))
      inside.remove_prefix(1);
    while (inside.ends_with(' '))
      inside.remove_suffix(1);
    tidy += text.substr(at, open - at);
    tidy += "{{ ";
    tidy += inside;
    tidy += " }}";
    at = close + 2;
  }
  tidy += text.substr(at);
  return tidy;
}

}  // namespace nhiscan
