#include "declarations/kubernetes_accounts.h"

#include <array>

namespace nhiscan {

namespace {

/// Annotations that federate an account; each value becomes a fact.
struct FederationRow {
  std::string_view annotation;
  std::string_view fact;
  std::string_view basis;  ///< empty for one that only adds to another
};

constexpr auto kFederations = std::to_array<FederationRow>({
    {"eks.amazonaws.com/role-arn", "aws_role_arn", "AWS IAM role for service accounts"},
    {"eks.amazonaws.com/audience", "token_audience", ""},
    {"iam.gke.io/gcp-service-account", "gcp_service_account", "GKE workload identity"},
    {"azure.workload.identity/client-id", "azure_client_id", "Azure workload identity"},
    {"azure.workload.identity/tenant-id", "azure_tenant_id", ""},
    {"pod-identity.alibabacloud.com/role-name", "alibaba_role_name", "Alibaba Cloud RRSA"},
});

constexpr auto kTokenSeconds = std::to_array<std::string_view>({
    "eks.amazonaws.com/token-expiration",
    "azure.workload.identity/service-account-token-expiration",
});

void read_federation(const KubernetesObject& object, Declaration& account) {
  for (const FederationRow& row : kFederations) {
    const std::string value = tidy_name(object.annotation(row.annotation).text());
    if (value.empty()) continue;
    account.facts.insert_or_assign(std::string(row.fact), value);
    if (row.basis.empty()) continue;
    account.kind = Kind::workload_identity;
    account.lifetime.lifetime_class = LifetimeClass::ephemeral;
    account.lifetime.basis = row.basis;
  }
  if (account.kind != Kind::workload_identity) return;
  for (const std::string_view annotation : kTokenSeconds) {
    const auto seconds = whole_number(object.annotation(annotation).text());
    if (!seconds) continue;
    account.lifetime.lifetime_class = lifetime_class_of(*seconds);
    account.lifetime.basis = "annotation " + std::string(annotation);
  }
}

void add_names(YamlNode references, std::string_view fact, Declaration& account) {
  for (const YamlNode reference : references.items()) {
    const std::string name = tidy_name(reference["name"].text());
    if (!name.empty()) add_fact(account.facts, fact, name);
  }
}

}  // namespace

void read_service_account(const KubernetesObject& object, KubernetesManifest& manifest) {
  Declaration* account = manifest.declare(service_account(object.name_space, object.name),
                                          object.kind, object, object.node);
  if (account == nullptr) return;
  const bool mounts = object.node["automountServiceAccountToken"].text() != "false";
  account->facts.insert_or_assign("automount", mounts);
  read_federation(object, *account);
  add_names(object.node["secrets"], "secrets", *account);
  add_names(object.node["imagePullSecrets"], "image_pull_secrets", *account);
}

}  // namespace nhiscan
