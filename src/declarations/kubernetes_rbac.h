#pragma once

#include <vector>

#include "declarations/kubernetes_manifest.h"

namespace nhiscan {

/// What the `rules` of a Role or ClusterRole allow. Grants are "verb resource".
Scope scope_of_rules(YamlNode rules);

/// Gives every service account and system group that the RoleBindings and ClusterRoleBindings
/// among `objects` name the scope of its role: from the Roles among `objects`, or from the
/// cluster's built-in ones. Levels follow "RBAC good practices" of the Kubernetes documentation.
void read_role_bindings(const std::vector<KubernetesObject>& objects, KubernetesManifest& manifest);

}  // namespace nhiscan
