#pragma once

#include <string>
#include <string_view>

#include "declarations/kubernetes_manifest.h"

namespace nhiscan {

/// What a Secret's key, or else the Secret's name, says of the kind of its value.
Kind secret_key_kind(std::string_view key, std::string_view secret_name);

/// The Secret `name` of the object's namespace, as something refers to it. Its storage is
/// `referenced` until the Secret itself is read. Nothing once the manifest is full.
Declaration* declare_secret(const std::string& name, Kind kind, std::string_view what,
                            const KubernetesObject& object, YamlNode place,
                            KubernetesManifest& manifest);

/// Secret, SealedSecret, ExternalSecret and ClusterExternalSecret. Names of keys become facts, and
/// for registry logins the registries; values are only looked at for how they are kept.
void read_secret(const KubernetesObject& object, KubernetesManifest& manifest);
void read_sealed_secret(const KubernetesObject& object, KubernetesManifest& manifest);
void read_external_secret(const KubernetesObject& object, KubernetesManifest& manifest);

}  // namespace nhiscan
