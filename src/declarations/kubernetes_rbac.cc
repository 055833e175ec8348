// A right that lets its holder get other identities' credentials or rights counts as `mint`,
// wherever it stands; full wildcards count as `admin`.
#include "declarations/kubernetes_rbac.h"

#include <algorithm>
#include <array>
#include <map>
#include <span>

namespace nhiscan {

namespace {

constexpr std::size_t kMaxGrantsOfRole = 100;

struct BuiltInRole {
  std::string_view name;
  ScopeLevel level;
  std::string_view basis;
};

constexpr auto kBuiltInRoles = std::to_array<BuiltInRole>({
    {"cluster-admin", ScopeLevel::admin, "every right"},
    {"admin", ScopeLevel::admin, "every right in a namespace"},
    {"edit", ScopeLevel::mint, "reads secrets and runs pods as any service account"},
    {"view", ScopeLevel::read, "reads most objects but no secrets"},
});

struct MintRight {
  std::string_view resource;
  std::span<const std::string_view> verbs;
};

constexpr auto kReadVerbs = std::to_array<std::string_view>({"get", "list", "watch"});
constexpr auto kMintVerbs = std::to_array<std::string_view>({"escalate", "bind", "impersonate"});
constexpr auto kCreate = std::to_array<std::string_view>({"create"});
constexpr auto kApprove = std::to_array<std::string_view>({"update", "patch"});
constexpr auto kMintRights = std::to_array<MintRight>({
    {"secrets", kReadVerbs},
    {"serviceaccounts/token", kCreate},
    {"certificatesigningrequests/approval", kApprove},
});

bool holds(std::span<const std::string_view> list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

ScopeLevel level_of(std::string_view verb, std::string_view resource) {
  if (verb == "*" && resource == "*") return ScopeLevel::admin;
  if (holds(kMintVerbs, verb)) return ScopeLevel::mint;
  for (const MintRight& right : kMintRights) {
    if (resource == right.resource && (verb == "*" || holds(right.verbs, verb))) {
      return ScopeLevel::mint;
    }
  }
  if (verb == "*" || resource == "*") return ScopeLevel::admin;
  if (holds(kReadVerbs, verb)) return ScopeLevel::read;
  return ScopeLevel::write;
}

std::string join_names(YamlNode names) {
  std::string joined;
  for (const YamlNode name : names.items()) {
    if (joined.size() > 100) break;
    joined += joined.empty() ? " [" : ", ";
    joined += shortened(name.text(), 100);
  }
  if (!joined.empty()) joined += ']';
  return joined;
}

void add_right(const std::string& verb, const std::string& resource, const std::string& names,
               Scope& scope) {
  scope.level = std::max(scope.level, level_of(verb, resource));
  if (scope.grants.size() >= kMaxGrantsOfRole) return;
  std::string grant(shortened(verb, 60));
  grant += ' ';
  grant += shortened(resource, 200);
  add_once(scope.grants, grant + names);
}

void add_rule(YamlNode rule, Scope& scope) {
  const std::string names = join_names(rule["resourceNames"]);
  for (const YamlNode verb : rule["verbs"].items()) {
    for (const YamlNode resource : rule["resources"].items()) {
      add_right(verb.text(), resource.text(), names, scope);
    }
    for (const YamlNode url : rule["nonResourceURLs"].items()) {
      add_right(verb.text(), url.text() == "*" ? "/*" : url.text(), "", scope);
    }
  }
}

bool has_wildcard(const Scope& scope) {
  return std::ranges::any_of(scope.grants, [](const std::string& grant) {
    return grant.starts_with("* ") || grant.ends_with(" *");
  });
}

/// Namespace and name; a ClusterRole has an empty namespace.
using RoleScopes = std::map<std::pair<std::string, std::string>, Scope>;

RoleScopes read_roles(const std::vector<KubernetesObject>& objects) {
  RoleScopes roles;
  for (const KubernetesObject& object : objects) {
    const bool is_cluster_role = object.kind == "ClusterRole";
    if (!is_cluster_role && object.kind != "Role") continue;
    Scope scope = scope_of_rules(object.node["rules"]);
    if (object.node["aggregationRule"]) {
      if (scope.level == ScopeLevel::none) scope.level = ScopeLevel::unknown;
      scope.basis = "aggregated: its rights are known only in a cluster";
    }
    roles.insert_or_assign({is_cluster_role ? "" : object.name_space, object.name},
                           std::move(scope));
  }
  return roles;
}

Scope unresolved(const std::string& role_kind, const std::string& role) {
  Scope scope;
  scope.grants.push_back(role_kind + '/' + role);
  const auto* built_in = std::ranges::find(kBuiltInRoles, role, &BuiltInRole::name);
  if (role_kind == "ClusterRole" && built_in != kBuiltInRoles.end()) {
    scope.level = built_in->level;
    scope.basis = built_in->basis;
  } else {
    scope.basis = "its rights are not in this file";
  }
  return scope;
}

struct Binding {
  const KubernetesObject& object;
  std::string role;  ///< "ClusterRole cluster-admin"
  Scope scope;
  bool cluster_wide;
};

Binding resolve(const KubernetesObject& object, const RoleScopes& roles) {
  const YamlNode reference = object.node["roleRef"];
  const std::string kind = tidy_name(reference["kind"].text());
  const std::string name = tidy_name(reference["name"].text());
  const auto role = roles.find({kind == "ClusterRole" ? "" : object.name_space, name});
  Binding binding{object, kind + ' ' + name,
                  role == roles.end() ? unresolved(kind, name) : role->second,
                  object.kind == "ClusterRoleBinding"};
  std::string basis = object.kind + ' ' + object.name + " -> " + binding.role;
  if (binding.scope.basis != "unknown") basis += ": " + binding.scope.basis;
  binding.scope.basis = basis;
  return binding;
}

void apply(const Binding& binding, Declaration& principal) {
  widen(principal.scope, binding.scope);
  add_fact(principal.facts, "bindings",
           binding.object.kind + ' ' + binding.object.name + " -> " + binding.role);
  if (binding.cluster_wide) principal.facts.insert_or_assign("cluster_wide", true);
  if (binding.role == "ClusterRole cluster-admin") {
    add_once(principal.warnings, "bound to cluster-admin");
  }
  if (has_wildcard(binding.scope)) {
    add_once(principal.warnings, "bound to wildcard rights by " + binding.role);
  }
}

/// A group that stands for many principals at once, or a user that is a component of the cluster.
void bind_system_name(const Binding& binding, YamlNode subject, KubernetesManifest& manifest) {
  const std::string name = tidy_name(subject["name"].text());
  if (!name.starts_with("system:")) return;
  Declaration* principal = manifest.declare({Kind::service_account, name, ""}, binding.object.kind,
                                            binding.object, subject);
  if (principal == nullptr) return;
  apply(binding, *principal);
  if (name == "system:masters") {
    principal->scope.level = std::max(principal->scope.level, ScopeLevel::admin);
    add_once(principal->warnings, "system:masters passes every authorization check");
  } else if (name == "system:authenticated" || name == "system:unauthenticated") {
    add_once(principal->warnings, "rights for everyone: " + name);
  } else if (name.starts_with("system:serviceaccounts")) {
    add_once(principal->warnings, "rights for every service account of the " +
                                      std::string(name.size() > 23 ? "namespace" : "cluster"));
  }
}

void bind_account(const Binding& binding, YamlNode subject, const std::string& name_space,
                  const std::string& name, KubernetesManifest& manifest) {
  Declaration* account = manifest.declare(service_account(name_space, name), binding.object.kind,
                                          binding.object, subject);
  if (account == nullptr) return;
  apply(binding, *account);
  if (name == "default") {
    add_once(account->warnings,
             "rights for the default service account: every pod without its own has them");
  }
}

void bind_subject(const Binding& binding, YamlNode subject, KubernetesManifest& manifest) {
  static constexpr std::string_view kAccount = "system:serviceaccount:";
  const std::string& kind = subject["kind"].text();
  const std::string name = tidy_name(subject["name"].text());
  if (name.empty()) return;
  if (kind == "ServiceAccount") {
    const std::string& name_space = subject["namespace"].text();
    bind_account(binding, subject,
                 name_space.empty() ? binding.object.name_space : tidy_name(name_space), name,
                 manifest);
    return;
  }
  const std::size_t colon = name.find(':', kAccount.size());
  if (kind == "User" && name.starts_with(kAccount) && colon != std::string::npos) {
    bind_account(binding, subject, name.substr(kAccount.size(), colon - kAccount.size()),
                 name.substr(colon + 1), manifest);
  } else {
    bind_system_name(binding, subject, manifest);
  }
}

}  // namespace

Scope scope_of_rules(YamlNode rules) {
  Scope scope;
  if (!rules.is_sequence()) return scope;
  scope.level = ScopeLevel::none;
  for (const YamlNode rule : rules.items())
    add_rule(rule, scope);
  return scope;
}

void read_role_bindings(const std::vector<KubernetesObject>& objects,
                        KubernetesManifest& manifest) {
  const RoleScopes roles = read_roles(objects);
  for (const KubernetesObject& object : objects) {
    if (object.kind != "RoleBinding" && object.kind != "ClusterRoleBinding") continue;
    const Binding binding = resolve(object, roles);
    for (const YamlNode subject : object.node["subjects"].items()) {
      bind_subject(binding, subject, manifest);
    }
  }
}

}  // namespace nhiscan
