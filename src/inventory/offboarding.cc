#include "inventory/offboarding.h"

namespace nhiscan {

std::vector<std::string> revocation_steps(const Rule& rule) {
  std::vector<std::string> steps;
  if (!rule.revoke.empty()) steps.push_back(rule.revoke);
  if (rule.is_public) return steps;
  if (rule.kind == Kind::private_key || rule.kind == Kind::ssh_key)
    steps.emplace_back(
        "Replace the key pair everywhere its public half is trusted (authorized_keys, "
        "certificates, deploy keys)");
  steps.emplace_back("Put the replacement into a secret store and read it from there");
  steps.emplace_back(
      "Remove the value from the listed places; history keeps it, so revoking comes first");
  return steps;
}

std::vector<std::string> removal_steps(const Declaration& declaration) {
  const std::string& where = declaration.location.path;
  if (declaration.format == "kubernetes") {
    return {"Move the workloads that use it to another identity",
            "Delete it from " + where + " and from the cluster (kubectl delete " +
                declaration.what + ")"};
  }
  if (declaration.format == "github-actions" && declaration.storage == Storage::referenced &&
      declaration.name.starts_with("secrets.")) {
    return {"Revoke the credential at its provider",
            "Settings > Secrets and variables > Actions: delete " + declaration.name.substr(8),
            "Remove its use from " + where};
  }
  return {"Remove it from " + where};
}

}  // namespace nhiscan
