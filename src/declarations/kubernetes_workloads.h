#pragma once

#include <string_view>

#include "declarations/kubernetes_manifest.h"

namespace nhiscan {

/// Whether objects of this kind run pods.
bool is_workload(std::string_view kind);

/// The service account that a workload's pods run as (with its projected tokens), and the Secrets
/// that they read; the workload becomes a consumer of each.
void read_workload(const KubernetesObject& object, KubernetesManifest& manifest);

}  // namespace nhiscan
