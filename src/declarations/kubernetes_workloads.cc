#include "declarations/kubernetes_workloads.h"

#include <algorithm>
#include <array>

#include "declarations/kubernetes_secrets.h"

namespace nhiscan {

namespace {

/// Where the pod's spec stands below the object's `spec`.
struct WorkloadRow {
  std::string_view kind;
  std::array<std::string_view, 4> path;
};

constexpr auto kWorkloads = std::to_array<WorkloadRow>({
    {"Pod", {}},
    {"Deployment", {"template", "spec"}},
    {"DaemonSet", {"template", "spec"}},
    {"StatefulSet", {"template", "spec"}},
    {"ReplicaSet", {"template", "spec"}},
    {"ReplicationController", {"template", "spec"}},
    {"DeploymentConfig", {"template", "spec"}},
    {"Rollout", {"template", "spec"}},
    {"Job", {"template", "spec"}},
    {"CronJob", {"jobTemplate", "spec", "template", "spec"}},
    {"Workflow", {}},
    {"WorkflowTemplate", {}},
    {"CronWorkflow", {"workflowSpec"}},
    {"TaskRun", {}},
    {"PipelineRun", {}},
});

YamlNode pod_spec(const KubernetesObject& object) {
  const auto* row = std::ranges::find(kWorkloads, object.kind, &WorkloadRow::kind);
  YamlNode spec = object.node["spec"];
  for (const std::string_view step : row->path) {
    if (!step.empty()) spec = spec[step];
  }
  return spec;
}

void use_secret(const KubernetesObject& object, YamlNode name, Kind kind, std::string_view field,
                KubernetesManifest& manifest) {
  if (name.text().empty()) return;
  Declaration* secret = declare_secret(tidy_name(name.text()), kind, field, object, name, manifest);
  if (secret != nullptr) add_once(secret->consumers, object.title());
}

void read_container(const KubernetesObject& object, YamlNode container,
                    KubernetesManifest& manifest) {
  for (const YamlNode variable : container["env"].items()) {
    const YamlNode reference = variable["valueFrom"]["secretKeyRef"];
    const Kind kind = secret_key_kind(reference["key"].text(), reference["name"].text());
    use_secret(object, reference["name"], kind, "secretKeyRef", manifest);
  }
  for (const YamlNode source : container["envFrom"].items()) {
    const YamlNode name = source["secretRef"]["name"];
    use_secret(object, name, secret_key_kind("", name.text()), "envFrom.secretRef", manifest);
  }
}

/// A token that is made for the pod alone and renewed before it ends; the API server's default is
/// 3600 seconds (Kubernetes, "ServiceAccount token volume projection").
void read_projected_token(YamlNode token, Declaration& account) {
  const auto seconds = whole_number(token["expirationSeconds"].text()).value_or(3600);
  const LifetimeClass lifetime = lifetime_class_of(seconds);
  if (account.kind != Kind::workload_identity && lifetime > account.lifetime.lifetime_class) {
    account.lifetime.lifetime_class = lifetime;
    account.lifetime.basis = "projected token: expirationSeconds " + std::to_string(seconds);
  }
  const std::string& audience = token["audience"].text();
  if (audience.empty()) {
    add_once(account.warnings, "projected token without an audience: the API server takes it");
  } else {
    add_fact(account.facts, "token_audiences", audience);
  }
}

void read_volume(const KubernetesObject& object, YamlNode volume, Declaration* account,
                 KubernetesManifest& manifest) {
  const YamlNode name = volume["secret"]["secretName"];
  use_secret(object, name, secret_key_kind("", name.text()), "volume", manifest);
  for (const YamlNode source : volume["projected"]["sources"].items()) {
    const YamlNode projected = source["secret"]["name"];
    use_secret(object, projected, secret_key_kind("", projected.text()), "volume", manifest);
    const YamlNode token = source["serviceAccountToken"];
    if (token && account != nullptr) read_projected_token(token, *account);
  }
}

/// Argo's and Tekton's objects have an account of their own only if they name one.
bool defaults_to_default(const KubernetesObject& object, YamlNode spec) {
  return spec["containers"].is_sequence() || object.kind == "Pod";
}

YamlNode account_name(YamlNode spec) {
  for (const YamlNode name : {spec["serviceAccountName"], spec["serviceAccount"],
                              spec["taskRunTemplate"]["serviceAccountName"]}) {
    if (!name.text().empty()) return name;
  }
  return {};
}

/// Tokens are mounted unless the pod, or else its account, says otherwise.
Declaration* use_account(const KubernetesObject& object, YamlNode spec,
                         KubernetesManifest& manifest) {
  const YamlNode named = account_name(spec);
  if (!named && !defaults_to_default(object, spec)) return nullptr;
  const std::string name = named ? tidy_name(named.text()) : "default";
  Declaration* account = manifest.declare(service_account(object.name_space, name), object.kind,
                                          object, named ? named : object.node);
  if (account == nullptr) return nullptr;
  add_once(account->consumers, object.title());
  if (spec["automountServiceAccountToken"].text() == "false") {
    add_fact(account->facts, "pods_without_token", object.title());
  } else if (name == "default") {
    add_once(account->warnings, object.title() + " runs as the default service account");
  }
  return account;
}

}  // namespace

bool is_workload(std::string_view kind) {
  return std::ranges::find(kWorkloads, kind, &WorkloadRow::kind) != kWorkloads.end();
}

void read_workload(const KubernetesObject& object, KubernetesManifest& manifest) {
  const YamlNode spec = pod_spec(object);
  if (!spec.is_map()) return;
  Declaration* account = use_account(object, spec, manifest);
  for (const YamlNode volume : spec["volumes"].items()) {
    read_volume(object, volume, account, manifest);
  }
  for (const std::string_view field : {"initContainers", "containers", "ephemeralContainers"}) {
    for (const YamlNode container : spec[field].items()) {
      read_container(object, container, manifest);
    }
  }
  for (const YamlNode reference : spec["imagePullSecrets"].items()) {
    use_secret(object, reference["name"], Kind::basic_auth, "imagePullSecrets", manifest);
  }
}

}  // namespace nhiscan
