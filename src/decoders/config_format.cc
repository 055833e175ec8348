#include "decoders/config_format.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "decoders/config_tree.h"

namespace nhiscan {
namespace {

template <std::size_t N>
bool ends_with_any(std::string_view name, const std::array<std::string_view, N>& ends) {
  return std::ranges::any_of(ends, [&](std::string_view end) { return name.ends_with(end); });
}

/// The first lines that say something, without comments.
std::vector<std::string_view> first_lines(std::string_view text, std::size_t count) {
  constexpr std::size_t kMostSeen = 4096;
  std::vector<std::string_view> lines;
  text = text.substr(0, kMostSeen);
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  while (!text.empty() && lines.size() < count) {
    const std::string_view line = trim(take_line(text));
    const bool is_comment = line.starts_with('#') || line.starts_with(';') ||
                            line.starts_with("//") || line.starts_with('!');
    if (!line.empty() && !is_comment) lines.push_back(line);
  }
  return lines;
}

bool is_key_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80 ||
         std::string_view("_-./$\"'@ ").find(c) != std::string_view::npos;
}

/// Whether the line is a key, followed by one of `signs`.
bool is_assignment(std::string_view line, std::string_view signs) {
  const auto sign =
      static_cast<std::size_t>(std::ranges::find_if_not(line, is_key_byte) - line.begin());
  return sign > 0 && sign < line.size() && signs.find(line[sign]) != std::string_view::npos;
}

bool is_json_name(std::string_view name) {
  return ends_with_any(name, std::to_array<std::string_view>(
                                 {".json", ".jsonc", ".json5", ".tfstate", ".tfstate.backup",
                                  ".webmanifest", ".geojson", ".code-workspace", ".avsc", ".har",
                                  ".dockerconfigjson", ".dockercfg", ".babelrc", ".eslintrc"}));
}

bool looks_like_json(std::string_view text) {
  const auto lines = first_lines(text, 1);
  return !lines.empty() &&
         (lines[0].starts_with('{') || lines[0].starts_with('[') || lines[0].starts_with("/*"));
}

bool is_yaml_name(std::string_view name) {
  return ends_with_any(name, std::to_array<std::string_view>(
                                 {".yml", ".yaml", ".clang-tidy", ".raml", ".sls", ".eyaml", ".cff",
                                  ".gemrc", ".yml.dist", ".yaml.dist"})) ||
         name == "kubeconfig";
}

bool looks_like_yaml(std::string_view text) {
  const auto lines = first_lines(text, 1);
  if (lines.empty()) return false;
  const std::string_view line = lines[0];
  if (line.starts_with("---") || line.starts_with("- ") || line.starts_with('%') || line == "-" ||
      line.starts_with("{{"))
    return true;
  return is_assignment(line, ":");
}

bool is_toml_name(std::string_view name) {
  return name.ends_with(".toml") || name == "pipfile" || name == "poetry.lock";
}

bool looks_like_toml(std::string_view text) {
  const auto lines = first_lines(text, 1);
  return !lines.empty() && (lines[0].starts_with('[') || is_assignment(lines[0], "="));
}

bool is_ini_name(std::string_view name) {
  static constexpr auto kNames = std::to_array<std::string_view>(
      {"credentials", "config", ".npmrc", ".pypirc", ".netrc", ".my.cnf", ".s3cfg", ".boto",
       ".gitconfig", ".hgrc", ".wgetrc", ".curlrc", ".yarnrc", ".editorconfig", ".aws"});
  return ends_with_any(name, std::to_array<std::string_view>(
                                 {".ini", ".cfg", ".conf", ".cnf", ".config", ".env", ".service",
                                  ".desktop", ".reg", ".inf", ".rc", ".prefs", ".envrc"})) ||
         name.starts_with(".env.") || std::ranges::find(kNames, name) != kNames.end();
}

bool looks_like_ini(std::string_view text) {
  const auto lines = first_lines(text, 1);
  if (lines.empty()) return false;
  return (lines[0].starts_with('[') && lines[0].find(']') != std::string_view::npos) ||
         is_assignment(lines[0], "=:");
}

bool is_properties_name(std::string_view name) { return name.ends_with(".properties"); }

bool looks_like_properties(std::string_view text) {
  const auto lines = first_lines(text, 1);
  return !lines.empty() && is_assignment(lines[0], "=:\\");
}

bool is_xml_name(std::string_view name) {
  return ends_with_any(name, std::to_array<std::string_view>(
                                 {".xml", ".config", ".plist", ".csproj", ".vbproj", ".fsproj",
                                  ".props", ".targets", ".nuspec", ".xaml", ".xsd", ".wsdl", ".pom",
                                  ".iml", ".jmx", ".rdp", ".pubxml", ".mobileconfig"}));
}

bool looks_like_xml(std::string_view text) {
  const auto lines = first_lines(text, 1);
  return lines.size() == 1 && lines[0].starts_with('<') &&
         !contains_ignore_case(lines[0].substr(0, 32), "html");
}

bool is_hcl_name(std::string_view name) {
  return ends_with_any(name, std::to_array<std::string_view>(
                                 {".tf", ".tfvars", ".hcl", ".nomad", ".tftest", ".pkr"}));
}

/// A block or an assignment.
bool looks_like_hcl(std::string_view text) {
  const auto lines = first_lines(text, 1);
  if (lines.empty()) return false;
  return is_assignment(lines[0], "=") || (lines[0].ends_with('{') && is_assignment(lines[0], "{"));
}

}  // namespace

std::span<const ConfigFormat> config_formats() {
  static constexpr auto kFormats = std::to_array<ConfigFormat>({
      {"json", is_json_name, looks_like_json, read_json_tree},
      {"yaml", is_yaml_name, looks_like_yaml, read_yaml_tree},
      {"xml", is_xml_name, looks_like_xml, read_xml_tree},
      {"toml", is_toml_name, looks_like_toml, read_toml_tree},
      {"hcl", is_hcl_name, looks_like_hcl, read_hcl_tree},
      {"properties", is_properties_name, looks_like_properties, read_properties_tree},
      {"ini", is_ini_name, looks_like_ini, read_ini_tree},
  });
  return kFormats;
}

std::vector<const ConfigFormat*> formats_of(std::string_view path, std::string_view text) {
  const std::string name = lower_ascii(path.substr(path.rfind('/') + 1));
  std::vector<const ConfigFormat*> formats;
  for (const ConfigFormat& format : config_formats())
    if ((path.empty() || format.is_named(name)) && format.looks_like(text))
      formats.push_back(&format);
  return formats;
}

}  // namespace nhiscan
