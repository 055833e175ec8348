#include "declarations/kubernetes_secrets.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "base/time.h"
#include "declarations/secret_names.h"

namespace nhiscan {

namespace {

struct SecretType {
  std::string_view type;
  Kind kind;
  LifetimeClass lifetime;
  std::string_view basis;
};

/// Types of the Kubernetes documentation, "Secrets", "Types of Secret".
constexpr auto kTypes = std::to_array<SecretType>({
    {"kubernetes.io/service-account-token", Kind::service_account, LifetimeClass::non_expiring,
     "service account token Secret"},
    {"kubernetes.io/dockerconfigjson", Kind::basic_auth, LifetimeClass::unknown, "unknown"},
    {"kubernetes.io/dockercfg", Kind::basic_auth, LifetimeClass::unknown, "unknown"},
    {"kubernetes.io/basic-auth", Kind::basic_auth, LifetimeClass::unknown, "unknown"},
    {"kubernetes.io/ssh-auth", Kind::ssh_key, LifetimeClass::non_expiring, "format"},
    {"kubernetes.io/tls", Kind::certificate, LifetimeClass::unknown, "unknown"},
    {"bootstrap.kubernetes.io/token", Kind::service_account, LifetimeClass::non_expiring,
     "bootstrap token without expiration"},
});

/// Something that another tool fills in: Helm, envsubst, Kustomize, Argo CD's Vault plugin, vals.
bool is_reference(std::string_view value) {
  static constexpr auto kStarts = std::to_array<std::string_view>(
      {"ref+", "vault:", "op://", "secretref+", "arn:aws:secretsmanager:"});
  while (!value.empty() && (value.back() == '\n' || value.back() == ' '))
    value.remove_suffix(1);
  if (value.starts_with('<') && value.ends_with('>')) return true;
  if (value.find("{{") != std::string_view::npos) return true;
  if (value.starts_with("${") && value.find('}') == value.size() - 1) return true;
  return std::ranges::any_of(kStarts,
                             [&](std::string_view start) { return value.starts_with(start); });
}

bool is_encrypted(std::string_view value) { return value.starts_with("ENC["); }

/// How the values of one Secret are kept, by key.
struct Keeping {
  std::vector<std::string> literal;
  std::vector<std::string> encrypted;
};

void look_at(const std::string& key, const std::string& value, bool is_base64, Keeping& keeping) {
  if (value.empty() || is_reference(value)) return;
  if (is_encrypted(value)) return add_once(keeping.encrypted, key);
  if (is_base64) {
    const auto bytes = decode_base64(value, Whitespace::skip);
    if (bytes && (bytes->empty() || is_reference(*bytes))) return;
    if (bytes && is_encrypted(*bytes)) return add_once(keeping.encrypted, key);
  }
  add_once(keeping.literal, key);
}

Storage storage_of(const Keeping& keeping) {
  if (!keeping.literal.empty()) return Storage::plaintext;
  return keeping.encrypted.empty() ? Storage::referenced : Storage::encrypted;
}

/// A bootstrap token's end stands in `data` (base64) or `stringData`.
std::optional<std::int64_t> expiration(const KubernetesObject& object) {
  const std::string& plain = object.node["stringData"]["expiration"].text();
  if (!plain.empty()) return parse_rfc3339(plain);
  const auto decoded = decode_base64(object.node["data"]["expiration"].text(), Whitespace::skip);
  return decoded ? parse_rfc3339(*decoded) : std::nullopt;
}

/// Registries that a `.dockerconfigjson` or `.dockercfg` logs in to.
void read_registries(const KubernetesObject& object, Declaration& secret) {
  for (const std::string_view key : {".dockerconfigjson", ".dockercfg"}) {
    std::string json = object.node["stringData"][key].text();
    if (json.empty()) {
      json = decode_base64(object.node["data"][key].text(), Whitespace::skip).value_or("");
    }
    const auto document = parse_yaml(json);
    if (!document) continue;
    const YamlNode root = document->root();
    for (const auto& [registry, login] : (root["auths"] ? root["auths"] : root).entries()) {
      add_fact(secret.facts, "registries", registry.text());
    }
  }
}

void read_type(const KubernetesObject& object, const std::string& type, Declaration& secret) {
  const auto* row = std::ranges::find(kTypes, type, &SecretType::type);
  secret.facts.insert_or_assign("type", type.empty() ? "Opaque" : type);
  if (row == kTypes.end()) return;
  secret.kind = row->kind;
  secret.lifetime.lifetime_class = row->lifetime;
  secret.lifetime.basis = row->basis;
  if (row->kind == Kind::basic_auth) read_registries(object, secret);
  if (type != "bootstrap.kubernetes.io/token") return;
  if (const auto end = expiration(object)) {
    secret.lifetime.lifetime_class = LifetimeClass::unknown;
    secret.lifetime.expires = end;
    secret.lifetime.basis = "expiration";
  }
}

/// The account whose token a legacy token Secret holds has a credential that never ends.
void read_account_token(const KubernetesObject& object, KubernetesManifest& manifest) {
  const YamlNode name = object.annotation("kubernetes.io/service-account.name");
  if (name.text().empty()) return;
  Declaration* account = manifest.declare(
      service_account(object.name_space, tidy_name(name.text())), object.kind, object, name);
  if (account == nullptr) return;
  account->lifetime.lifetime_class = LifetimeClass::non_expiring;
  account->lifetime.basis = "token Secret " + object.name;
  add_fact(account->facts, "token_secrets", object.name);
  add_once(account->warnings, "its token in Secret " + object.name + " never expires");
}

/// The kind that most tells: of the first key that says anything, else of the Secret's name.
Kind kind_of_keys(const std::vector<std::string>& keys, std::string_view secret_name) {
  for (const std::string& key : keys) {
    const SecretName read = read_secret_name(key);
    if (!read.is_identifier && read.kind != Kind::api_key) return read.kind;
  }
  return secret_key_kind("", secret_name);
}

void add_keys(const std::vector<std::string>& keys, Declaration& secret) {
  for (const std::string& key : keys) {
    add_fact(secret.facts, "keys", key);
    const std::string_view provider = read_secret_name(key).provider;
    if (!provider.empty()) add_fact(secret.facts, "services", provider);
  }
}

std::vector<std::string> keys_of(YamlNode map) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : map.entries())
    keys.push_back(key.text());
  return keys;
}

}  // namespace

Kind secret_key_kind(std::string_view key, std::string_view secret_name) {
  const SecretName by_key = read_secret_name(key);
  if (!by_key.is_identifier && by_key.kind != Kind::api_key) return by_key.kind;
  const SecretName by_name = read_secret_name(secret_name);
  return by_name.is_identifier ? Kind::api_key : by_name.kind;
}

Declaration* declare_secret(const std::string& name, Kind kind, std::string_view what,
                            const KubernetesObject& object, YamlNode place,
                            KubernetesManifest& manifest) {
  return manifest.declare({kind, "secret/" + name, object.name_space}, what, object, place);
}

void read_secret(const KubernetesObject& object, KubernetesManifest& manifest) {
  const std::string& type = object.node["type"].text();
  if (type.starts_with("helm.sh/")) return;
  std::vector<std::string> keys;
  Keeping keeping;
  for (const std::string_view field : {"data", "stringData"}) {
    for (const auto& [key, value] : object.node[field].entries()) {
      add_once(keys, key.text());
      look_at(key.text(), value.text(), field == "data", keeping);
    }
  }
  Declaration* secret = declare_secret(object.name, kind_of_keys(keys, object.name), object.kind,
                                       object, object.node, manifest);
  if (secret == nullptr) return;
  secret->storage = storage_of(keeping);
  if (object.node["sops"].is_map()) secret->facts.insert_or_assign("encrypted_by", "SOPS");
  if (!keeping.literal.empty() && !keeping.encrypted.empty()) {
    secret->facts.insert_or_assign("plaintext_keys", keeping.literal);
    add_once(secret->warnings, "only some of its values are encrypted");
  }
  add_keys(keys, *secret);
  read_type(object, type, *secret);
  if (type == "kubernetes.io/service-account-token") {
    add_once(secret->warnings, "service account token that never expires");
    read_account_token(object, manifest);
  }
}

void read_sealed_secret(const KubernetesObject& object, KubernetesManifest& manifest) {
  const YamlNode spec = object.node["spec"];
  const std::vector<std::string> keys = keys_of(spec["encryptedData"]);
  Declaration* secret = declare_secret(object.name, kind_of_keys(keys, object.name), object.kind,
                                       object, object.node, manifest);
  if (secret == nullptr) return;
  secret->storage = Storage::encrypted;
  secret->facts.insert_or_assign("encrypted_by", "Sealed Secrets");
  add_keys(keys, *secret);
  read_type(object, spec["template"]["type"].text(), *secret);
}

void read_external_secret(const KubernetesObject& object, KubernetesManifest& manifest) {
  const YamlNode outer = object.node["spec"];
  const YamlNode spec = outer["externalSecretSpec"] ? outer["externalSecretSpec"] : outer;
  const std::string& target = spec["target"]["name"].text();
  std::vector<std::string> keys;
  std::vector<std::string> remote;
  for (const YamlNode entry : spec["data"].items()) {
    add_once(keys, entry["secretKey"].text());
    add_once(remote, entry["remoteRef"]["key"].text());
  }
  for (const YamlNode entry : spec["dataFrom"].items()) {
    const std::string& key = entry["extract"]["key"].text();
    if (!key.empty()) add_once(remote, key);
  }
  const std::string name = target.empty() ? object.name : tidy_name(target);
  Declaration* secret =
      declare_secret(name, kind_of_keys(keys, name), object.kind, object, object.node, manifest);
  if (secret == nullptr) return;
  secret->storage = Storage::referenced;
  add_keys(keys, *secret);
  const YamlNode store = spec["secretStoreRef"];
  secret->facts.insert_or_assign("store",
                                 tidy_name(store["kind"].text() + '/' + store["name"].text()));
  secret->facts.insert_or_assign("remote_keys", remote);
}

}  // namespace nhiscan
