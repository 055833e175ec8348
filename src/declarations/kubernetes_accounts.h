#pragma once

#include "declarations/kubernetes_manifest.h"

namespace nhiscan {

/// A ServiceAccount. One that is federated with a cloud is a workload identity: its credentials
/// are made when they are needed.
void read_service_account(const KubernetesObject& object, KubernetesManifest& manifest);

}  // namespace nhiscan
