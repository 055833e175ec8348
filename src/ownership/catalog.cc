#include "ownership/catalog.h"

#include <algorithm>
#include <cstddef>

#include "declarations/yaml.h"

namespace nhiscan {
namespace {

/// Collects the owners of one file.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  void add(const YamlNode& owner, const std::string& field, const char* kind = "team") {
    const std::string& name = owner.text();
    if (name.empty()) return;
    const bool is_user = name.starts_with("user:") || name.starts_with("User:");
    const auto before = text_.substr(0, owner.span().begin);
    const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
    owners.push_back({name, is_user ? "person" : kind, field, {}, line});
  }

  std::vector<CatalogOwner> owners;

 private:
  std::string_view text_;
};

void read_backstage(Reader& reader, const YamlNode& document) {
  if (!document["apiVersion"].text().starts_with("backstage.io/")) return;
  const std::string entity = document["kind"].text() + " " + document["metadata"]["name"].text();
  reader.add(document["spec"]["owner"], entity + ": spec.owner");
}

void read_datadog_service(Reader& reader, const YamlNode& document) {
  const std::string& service = document["dd-service"].text();
  if (!service.empty()) reader.add(document["team"], "service " + service + ": team");
}

void read_datadog_entity(Reader& reader, const YamlNode& document) {
  if (!document["apiVersion"].text().starts_with("v3")) return;
  const YamlNode metadata = document["metadata"];
  const std::string entity = document["kind"].text() + " " + metadata["name"].text();
  const std::size_t first = reader.owners.size();
  reader.add(metadata["owner"], entity + ": metadata.owner");
  for (const YamlNode& owner : metadata["additionalOwners"].items()) {
    reader.add(owner["name"], entity + ": metadata.additionalOwners");
  }
  std::vector<std::string> paths;
  for (const YamlNode& location : document["datadog"]["codeLocations"].items()) {
    for (const YamlNode& path : location["paths"].items())
      paths.push_back(path.text());
  }
  for (std::size_t i = first; i < reader.owners.size(); ++i)
    reader.owners[i].paths = paths;
}

void read_opslevel(Reader& reader, const YamlNode& document) {
  for (const char* kind : {"service", "component"}) {
    reader.add(document[kind]["owner"], std::string(kind) + ".owner");
  }
}

void read_cortex(Reader& reader, const YamlNode& document) {
  const YamlNode info = document["info"];
  const std::string field = info["x-cortex-tag"].text() + ": x-cortex-owners";
  for (const YamlNode& owner : info["x-cortex-owners"].items()) {
    reader.add(owner["name"], field);
    reader.add(owner["email"], field, "person");
  }
}

}  // namespace

const std::vector<std::string>& catalog_file_names() {
  static const std::vector<std::string> kNames = {"catalog-info.yaml",
                                                  "catalog-info.yml",
                                                  "entity.datadog.yaml",
                                                  "entity.datadog.yml",
                                                  "service.datadog.yaml",
                                                  "service.datadog.yml",
                                                  "service.datadog.json",
                                                  "opslevel.yml",
                                                  "opslevel.yaml",
                                                  "cortex.yaml",
                                                  "cortex.yml"};
  return kNames;
}

std::vector<CatalogOwner> parse_catalog(std::string_view file_name, std::string_view text) {
  Reader reader(text);
  for (const Span& span : split_yaml(text)) {
    const auto document = parse_yaml(text, span);
    if (!document) continue;
    const YamlNode root = document->root();
    if (file_name.starts_with("catalog-info.")) read_backstage(reader, root);
    if (file_name.starts_with("service.datadog.")) read_datadog_service(reader, root);
    if (file_name.starts_with("entity.datadog.")) read_datadog_entity(reader, root);
    if (file_name.starts_with("opslevel.")) read_opslevel(reader, root);
    if (file_name.starts_with("cortex.")) read_cortex(reader, root);
  }
  return std::move(reader.owners);
}

}  // namespace nhiscan
