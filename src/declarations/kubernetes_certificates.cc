#include "declarations/kubernetes_certificates.h"

#include <array>

namespace nhiscan {

namespace {

constexpr std::int64_t kDefaultSeconds = std::int64_t{2160} * 3600;  // cert-manager: 90 days

void add_text(YamlNode value, std::string_view fact, Declaration& certificate) {
  if (!value.text().empty()) certificate.facts.insert_or_assign(std::string(fact), value.text());
}

void add_list(YamlNode values, std::string_view fact, Declaration& certificate) {
  for (const YamlNode value : values.items()) {
    if (!value.text().empty()) add_fact(certificate.facts, fact, value.text());
  }
}

void read_duration(YamlNode duration, Declaration& certificate) {
  const auto seconds = go_duration(duration.text());
  if (duration && !seconds) return;
  certificate.lifetime.lifetime_class = lifetime_class_of(seconds.value_or(kDefaultSeconds));
  certificate.lifetime.basis =
      duration ? "duration " + duration.text() : "cert-manager's default duration 2160h";
}

void read_authority(YamlNode spec, Declaration& certificate) {
  const bool is_authority = spec["isCA"].text() == "true";
  certificate.facts.insert_or_assign("is_ca", is_authority);
  if (!is_authority) return;
  certificate.scope.level = ScopeLevel::mint;
  certificate.scope.basis = "isCA";
  certificate.scope.grants.emplace_back("issue certificates");
}

}  // namespace

void read_certificate(const KubernetesObject& object, KubernetesManifest& manifest) {
  if (!object.node["apiVersion"].text().starts_with("cert-manager.io/")) return;
  Declaration* certificate =
      manifest.declare({Kind::certificate, "certificate/" + object.name, object.name_space},
                       object.kind, object, object.node);
  if (certificate == nullptr) return;
  const YamlNode spec = object.node["spec"];
  certificate->storage = Storage::referenced;
  read_duration(spec["duration"], *certificate);
  read_authority(spec, *certificate);
  add_text(spec["secretName"], "secret_name", *certificate);
  add_text(spec["commonName"], "common_name", *certificate);
  add_text(spec["renewBefore"], "renew_before", *certificate);
  add_text(spec["privateKey"]["algorithm"], "key_algorithm", *certificate);
  add_list(spec["dnsNames"], "dns_names", *certificate);
  add_list(spec["uris"], "uris", *certificate);
  add_list(spec["usages"], "usages", *certificate);
  const YamlNode issuer = spec["issuerRef"];
  const std::string& issuer_kind = issuer["kind"].text();
  certificate->facts.insert_or_assign(
      "issuer", (issuer_kind.empty() ? "Issuer" : issuer_kind) + '/' + issuer["name"].text());
  if (spec["privateKey"]["rotationPolicy"].text() == "Never") {
    add_once(certificate->warnings, "renewed with the same private key: rotationPolicy Never");
  }
}

void read_signing_request(const KubernetesObject& object, KubernetesManifest& manifest) {
  Declaration* request =
      manifest.declare({Kind::certificate, "certificatesigningrequest/" + object.name, ""},
                       object.kind, object, object.node);
  if (request == nullptr) return;
  const YamlNode spec = object.node["spec"];
  add_text(spec["signerName"], "signer", *request);
  add_list(spec["usages"], "usages", *request);
  if (const auto seconds = whole_number(spec["expirationSeconds"].text())) {
    request->lifetime.lifetime_class = lifetime_class_of(*seconds);
    request->lifetime.basis = "expirationSeconds " + std::to_string(*seconds);
  }
}

}  // namespace nhiscan
