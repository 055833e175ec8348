#include "decoders/config_format.h"

#include <algorithm>
#include <array>

#include "base/byte_set.h"
#include "base/text.h"
#include "decoders/config_tree.h"
#include "decoders/decoder.h"

namespace nhiscan {
namespace {

template <std::size_t N>
bool ends_with_any(std::string_view name, const std::array<std::string_view, N>& ends) {
  return !name.empty() && std::ranges::any_of(ends, [&](std::string_view end) {
    return name.back() == end.back() && name.ends_with(end);
  });
}

/// The lines that say something, without comments.
class SayingLines {
 public:
  explicit SayingLines(std::string_view text) : rest_(text) {
    if (rest_.starts_with("\xef\xbb\xbf")) rest_.remove_prefix(3);
  }

  /// Empty behind the last.
  std::string_view next() {
    while (!rest_.empty()) {
      const std::string_view line = trim(take_line(rest_));
      if (line.empty()) continue;
      const char second = line.size() > 1 ? line[1] : '\0';
      is_in_block_ = is_in_block_ || (line[0] == '/' && second == '*');
      const bool is_comment = is_in_block_ || line[0] == '#' || line[0] == ';' || line[0] == '!' ||
                              (line[0] == '/' && second == '/');
      if (is_in_block_) is_in_block_ = line.find("*/") == std::string_view::npos;
      if (!is_comment) return line;
    }
    return {};
  }

 private:
  std::string_view rest_;
  bool is_in_block_ = false;
};

bool is_key_byte(char c) {
  static constexpr ByteSet kKey = ByteSet::alphanumeric("_-./$\"'@ ").with_high();
  return kKey.has(c);
}

/// Whether the line is a key, followed by one of `signs`.
bool is_assignment(std::string_view line, std::string_view signs) {
  const auto sign =
      static_cast<std::size_t>(std::ranges::find_if_not(line, is_key_byte) - line.begin());
  return sign > 0 && sign < line.size() && signs.find(line[sign]) != std::string_view::npos;
}

/// What parts the key of one word from its value in a line of configuration, or how it opens a
/// section, a block or an item; 0 of any other line.
char entry_sign(std::string_view line) {
  if (line.starts_with('[') || line.starts_with("- ") || line.starts_with("{{")) return line[0];
  if (line.ends_with('{')) return is_assignment(line, "{") ? '{' : '\0';
  if (line.starts_with("export ")) line.remove_prefix(7);
  std::size_t key = 0;
  while (key < line.size() && line[key] != ' ' && is_key_byte(line[key]))
    ++key;
  std::size_t sign = key;
  while (sign < line.size() && (line[sign] == ' ' || line[sign] == '\t'))
    ++sign;
  const bool is_signed = key > 0 && sign < line.size() && (line[sign] == '=' || line[sign] == ':');
  return is_signed ? line[sign] : '\0';
}

bool is_between_words(char c) { return c == ' ' || c == '(' || c == ';'; }

/// Whether a text that begins with this line is a program's, or make's.
bool is_code(std::string_view line) {
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"class",   "const",    "def",       "define",  "do",    "enum",   "extern", "for",
       "foreach", "from",     "function",  "if",      "ifdef", "ifeq",   "ifndef", "import",
       "include", "int",      "namespace", "package", "proc",  "return", "static", "struct",
       "switch",  "template", "typedef",   "union",   "using", "void",   "while"});
  if (line.find("::") != std::string_view::npos) return true;
  const std::string_view word = line.substr(0, line.find_first_of(" \t("));
  const std::string_view rest = trim(line.substr(word.size()));
  // Configuration has `if = x`, `import {` and `include "x"`.
  const bool is_open = !rest.empty() &&
                       std::string_view("=:\"").find(rest[0]) == std::string_view::npos &&
                       !(word == "import" && rest == "{");
  return is_open && std::ranges::find(kWords, word) != kWords.end();
}

/// What lines of a text without a name are.
struct Entries {
  void add(std::string_view line) {
    const char sign = entry_sign(line);
    colons += sign == ':' ? 1 : 0;
    equals += sign == '=' ? 1 : 0;
    if (sign != '\0')
      ++all;
    else if (std::ranges::any_of(line, is_between_words))
      ++others;
  }

  std::size_t all = 0;
  std::size_t colons = 0;
  std::size_t equals = 0;
  std::size_t others = 0;  ///< but for what goes on with a value
};

bool is_json_name(std::string_view name) {
  return ends_with_any(name, std::to_array<std::string_view>(
                                 {".json", ".jsonc", ".json5", ".tfstate", ".tfstate.backup",
                                  ".webmanifest", ".geojson", ".code-workspace", ".avsc", ".har",
                                  ".dockerconfigjson", ".dockercfg", ".babelrc", ".eslintrc"}));
}

bool looks_like_json(std::string_view line) {
  return line.starts_with('{') || line.starts_with('[');
}

bool is_yaml_name(std::string_view name) {
  return ends_with_any(name, std::to_array<std::string_view>(
                                 {".yml", ".yaml", ".clang-tidy", ".raml", ".sls", ".eyaml", ".cff",
                                  ".gemrc", ".yml.dist", ".yaml.dist"})) ||
         name == "kubeconfig";
}

bool looks_like_yaml(std::string_view line) {
  if (line.starts_with("---") || line.starts_with("- ") || line.starts_with('%') || line == "-" ||
      line.starts_with("{{"))
    return true;
  return is_assignment(line, ":");
}

bool is_toml_name(std::string_view name) {
  return name.ends_with(".toml") || name == "pipfile" || name == "poetry.lock";
}

bool looks_like_toml(std::string_view line) {
  return line.starts_with('[') || is_assignment(line, "=");
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

bool looks_like_ini(std::string_view line) {
  return (line.starts_with('[') && line.find(']') != std::string_view::npos) ||
         is_assignment(line, "=:");
}

bool is_properties_name(std::string_view name) { return name.ends_with(".properties"); }

bool looks_like_properties(std::string_view line) { return is_assignment(line, "=:\\"); }

bool is_xml_name(std::string_view name) {
  return ends_with_any(name, std::to_array<std::string_view>(
                                 {".xml", ".config", ".plist", ".csproj", ".vbproj", ".fsproj",
                                  ".props", ".targets", ".nuspec", ".xaml", ".xsd", ".wsdl", ".pom",
                                  ".iml", ".jmx", ".rdp", ".pubxml", ".mobileconfig"}));
}

bool looks_like_xml(std::string_view line) {
  return line.starts_with('<') && !contains_ignore_case(line.substr(0, 32), "html");
}

bool is_hcl_name(std::string_view name) {
  return ends_with_any(name, std::to_array<std::string_view>(
                                 {".tf", ".tfvars", ".hcl", ".nomad", ".tftest", ".pkr"}));
}

/// A block or an assignment.
bool looks_like_hcl(std::string_view line) {
  return is_assignment(line, "=") || (line.ends_with('{') && is_assignment(line, "{"));
}

/// What a text without a name may be.
std::vector<const ConfigFormat*> formats_like(std::string_view text) {
  constexpr std::size_t kMostLines = 32;
  std::vector<const ConfigFormat*> formats;
  SayingLines lines(text.substr(0, kConfigHead));
  const std::string_view first = lines.next();
  if (first.empty()) return formats;
  const bool is_strict_only = text.starts_with("#!") || is_code(first);
  for (const ConfigFormat& format : config_formats())
    if ((format.is_strict || !is_strict_only) && format.looks_like(first))
      formats.push_back(&format);
  if (std::ranges::all_of(formats, &ConfigFormat::is_strict)) return formats;
  Entries entries;
  std::string_view line = first;
  for (std::size_t i = 0; i < kMostLines && !line.empty(); ++i, line = lines.next())
    entries.add(line);
  // Programs and prose may have one line that looks the same; and what reads YAML reads the colons
  // of the others too.
  const bool is_other = entries.others > entries.all;
  const bool is_yaml = looks_like_yaml(first) && entries.colons > entries.equals;
  std::erase_if(formats, [&](const ConfigFormat* format) {
    const bool is_less = format->read == read_properties_tree || format->read == read_ini_tree;
    return (is_other && !format->is_strict) || (is_yaml && is_less);
  });
  return formats;
}

}  // namespace

std::span<const ConfigFormat> config_formats() {
  static constexpr auto kFormats = std::to_array<ConfigFormat>({
      {"json", is_json_name, looks_like_json, read_json_tree, true},
      {"yaml", is_yaml_name, looks_like_yaml, read_yaml_tree},
      {"xml", is_xml_name, looks_like_xml, read_xml_tree, true},
      {"toml", is_toml_name, looks_like_toml, read_toml_tree},
      {"hcl", is_hcl_name, looks_like_hcl, read_hcl_tree},
      {"properties", is_properties_name, looks_like_properties, read_properties_tree},
      {"ini", is_ini_name, looks_like_ini, read_ini_tree},
  });
  return kFormats;
}

std::vector<const ConfigFormat*> formats_of(std::string_view path, std::string_view text) {
  constexpr std::size_t kNamedConfigHead = 64UL * 1024;  // what a file says of itself comes first
  if (path.empty()) return formats_like(text);
  const std::string name = lower_ascii(path.substr(path.rfind('/') + 1));
  std::vector<const ConfigFormat*> formats;
  for (const ConfigFormat& format : config_formats())
    if (format.is_named(name)) formats.push_back(&format);
  if (formats.empty()) return formats;
  const std::string_view first = SayingLines(text.substr(0, kNamedConfigHead)).next();
  std::erase_if(formats, [&](const ConfigFormat* format) {
    return first.empty() || !format->looks_like(first);
  });
  return formats;
}

}  // namespace nhiscan
