// Reads one manifest file at a time: a binding's role is resolved only where the file holds it.
// Objects are read kind by kind in the order of the table, the most defining first.
#include "declarations/kubernetes.h"

#include <algorithm>
#include <array>
#include <deque>

#include "declarations/kubernetes_accounts.h"
#include "declarations/kubernetes_certificates.h"
#include "declarations/kubernetes_manifest.h"
#include "declarations/kubernetes_rbac.h"
#include "declarations/kubernetes_secrets.h"
#include "declarations/kubernetes_workloads.h"
#include "declarations/yaml.h"

namespace nhiscan {

namespace {

constexpr std::size_t kMaxManifestNodes = 500'000;
constexpr std::size_t kMaxObjects = 20'000;
constexpr int kMaxListDepth = 3;

struct ManifestRow {
  std::string_view kind;
  void (*read)(const KubernetesObject& object, KubernetesManifest& manifest);
};

constexpr auto kManifestKinds = std::to_array<ManifestRow>({
    {"ServiceAccount", read_service_account},
    {"Secret", read_secret},
    {"SealedSecret", read_sealed_secret},
    {"ExternalSecret", read_external_secret},
    {"ClusterExternalSecret", read_external_secret},
    {"Certificate", read_certificate},
    {"CertificateSigningRequest", read_signing_request},
});

constexpr auto kOtherKinds = std::to_array<std::string_view>(
    {"Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "Template"});

bool is_list(std::string_view kind) { return kind.ends_with("List") || kind == "Template"; }

bool is_wanted(std::string_view kind) {
  return is_list(kind) || is_workload(kind) ||
         std::ranges::find(kManifestKinds, kind, &ManifestRow::kind) != kManifestKinds.end() ||
         std::ranges::find(kOtherKinds, kind) != kOtherKinds.end();
}

/// The kind that a line `kind: X` at the left margin names, without parsing; "" where there is
/// none.
std::string_view kind_at_margin(std::string_view document) {
  std::size_t at = document.starts_with("kind:") ? 0 : document.find("\nkind:");
  if (at == std::string_view::npos) return {};
  at = document.find(':', at) + 1;
  at = document.find_first_not_of(" \t\"'", at);
  if (at == std::string_view::npos) return {};
  const std::size_t end = std::min(document.find_first_of(" \t\r\n\"'#", at), document.size());
  return document.substr(at, end - at);
}

/// The kind that an object in JSON names near its beginning; "" where there is none.
std::string_view kind_in_json(std::string_view text) {
  constexpr std::size_t kNear = 1000;
  constexpr std::string_view kKey = "\"kind\"";
  const std::string_view head = text.substr(0, kNear);
  const std::size_t key = head.find(kKey);
  if (!head.starts_with('{') || key == std::string_view::npos) return {};
  const std::size_t value = head.find_first_not_of(" \t\r\n:", key + kKey.size());
  if (value == std::string_view::npos || head[value] != '"') return {};
  const std::string_view rest = head.substr(value + 1);
  return rest.substr(0, rest.find('"'));
}

class ObjectReader {
 public:
  explicit ObjectReader(std::string_view text)
      : text_(text), is_template_(text.find("{{") != std::string_view::npos) {}

  std::vector<KubernetesObject> read() {
    const std::vector<Span> documents = split_yaml(text_);
    if (documents.size() == kMaxYamlDocuments)
      add_unread(unread_, Unread::Cause::limit, "10,000 documents or more");
    for (const Span document : documents) {
      const std::string_view kind = kind_at_margin(text_.substr(document.begin, document.size()));
      if (!kind.empty() && !is_wanted(kind)) continue;
      auto parsed =
          parse_yaml(text_, document, is_template_ ? YamlTemplates::mask : YamlTemplates::none);
      if (!parsed) {
        add_unread(unread_, parsed.error());
        continue;
      }
      nodes_ += parsed->size();
      if (nodes_ > kMaxManifestNodes) {
        add_unread(unread_, Unread::Cause::limit, "more than 500,000 nodes");
        break;
      }
      documents_.push_back(std::move(*parsed));
      add(documents_.back().root(), 0);
    }
    return std::move(objects_);
  }

  [[nodiscard]] const std::vector<Unread>& unread() const { return unread_; }

 private:
  void add(YamlNode node, int depth) {
    const std::string& kind = node["kind"].text();
    if (is_list(kind) && depth < kMaxListDepth) {
      for (const YamlNode item : node["items"].items())
        add(item, depth + 1);
      for (const YamlNode item : node["objects"].items())
        add(item, depth + 1);
    } else if (is_wanted(kind) && node["apiVersion"]) {
      if (objects_.size() == kMaxObjects)
        return add_unread(unread_, Unread::Cause::limit, "more than 20,000 objects");
      objects_.push_back({node, kind, name_of(node["metadata"]), name_space_of(node["metadata"])});
    }
  }

  static std::string name_of(YamlNode metadata) {
    const std::string& name = metadata["name"].text();
    if (!name.empty()) return tidy_name(name);
    const std::string& start = metadata["generateName"].text();
    return start.empty() ? "unnamed" : tidy_name(start) + '*';
  }

  std::string name_space_of(YamlNode metadata) const {
    const std::string& name_space = metadata["namespace"].text();
    if (!name_space.empty()) return tidy_name(name_space);
    return is_template_ ? "{{ .Release.Namespace }}" : "default";
  }

  std::string_view text_;
  bool is_template_;
  std::size_t nodes_ = 0;
  std::deque<YamlDocument> documents_;
  std::vector<KubernetesObject> objects_;
  std::vector<Unread> unread_;
};

bool has_manifest_name(std::string_view path) {
  static constexpr auto kEndings = std::to_array<std::string_view>(
      {".yaml", ".yml", ".json", ".tpl", ".yaml.gotmpl", ".yml.gotmpl", ".yaml.tmpl", ".yml.tmpl",
       ".yaml.j2", ".yml.j2"});
  return std::ranges::any_of(kEndings,
                             [&](std::string_view ending) { return path.ends_with(ending); });
}

}  // namespace

bool claims_kubernetes(std::string_view path, std::string_view text) {
  return has_manifest_name(path) && text.find("apiVersion") != std::string_view::npos &&
         text.find("kind") != std::string_view::npos;
}

bool is_certainly_kubernetes(std::string_view /*path*/, std::string_view text) {
  if (is_wanted(kind_in_json(text))) return true;
  const std::vector<Span> documents = split_yaml(text);
  return std::ranges::any_of(documents, [&](Span span) {
    const std::string_view document = text.substr(span.begin, span.size());
    const bool has_version = document.starts_with("apiVersion:") ||
                             document.find("\napiVersion:") != std::string_view::npos;
    return has_version && is_wanted(kind_at_margin(document));
  });
}

Declared read_kubernetes(std::string_view /*path*/, std::string_view text) {
  ObjectReader reader(text);
  const std::vector<KubernetesObject> objects = reader.read();
  KubernetesManifest manifest(text);
  for (const ManifestRow& row : kManifestKinds) {
    for (const KubernetesObject& object : objects) {
      if (object.kind == row.kind) row.read(object, manifest);
    }
  }
  read_role_bindings(objects, manifest);
  for (const KubernetesObject& object : objects) {
    if (is_workload(object.kind)) read_workload(object, manifest);
  }
  Declared declared = manifest.take();
  declared.unread.insert(declared.unread.end(), reader.unread().begin(), reader.unread().end());
  return declared;
}

}  // namespace nhiscan
