#pragma once

#include "declarations/kubernetes_manifest.h"

namespace nhiscan {

/// A Certificate of cert-manager. One that is a CA mints identities.
void read_certificate(const KubernetesObject& object, KubernetesManifest& manifest);

/// A CertificateSigningRequest of the cluster's own API.
void read_signing_request(const KubernetesObject& object, KubernetesManifest& manifest);

}  // namespace nhiscan
