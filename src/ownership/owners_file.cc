#include "ownership/owners_file.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

#include "base/text.h"
#include "declarations/yaml.h"

namespace nhiscan {
namespace {

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    const std::string_view part = trim(text.substr(0, end));
    if (!part.empty()) parts.emplace_back(part);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

void append(std::vector<std::string>& list, const std::vector<std::string>& more) {
  list.insert(list.end(), more.begin(), more.end());
}

std::vector<std::string> words_of(const YamlNode& sequence) {
  std::vector<std::string> words;
  for (const YamlNode& item : sequence.items()) {
    if (!item.text().empty()) words.push_back(item.text());
  }
  return words;
}

void read_prow_owners(OwnersFile& file, const YamlNode& mapping) {
  append(file.owners, words_of(mapping["approvers"]));
  if (file.owners.empty()) append(file.owners, words_of(mapping["reviewers"]));
  append(file.emeritus, words_of(mapping["emeritus_approvers"]));
}

/// Nothing unless `text` is a mapping with one of Prow's keys.
std::optional<OwnersFile> parse_prow(std::string_view text) {
  const auto document = parse_yaml(text);
  if (!document || !document->root().is_map()) return std::nullopt;
  const YamlNode root = document->root();
  constexpr auto kKeys = std::to_array<std::string_view>(
      {"approvers", "reviewers", "emeritus_approvers", "filters", "options"});
  OwnersFile file;
  file.is_prow = std::any_of(kKeys.begin(), kKeys.end(),
                             [&](std::string_view key) { return bool(root[key]); });
  if (!file.is_prow) return std::nullopt;
  file.no_parent = root["options"]["no_parent_owners"].text() == "true";
  read_prow_owners(file, root);
  read_prow_owners(file, root["filters"][".*"]);
  return file;
}

/// `name.h,*.cc=a@example.com,b@example.com` or `…=set noparent`.
void read_per_file(OwnersFile& file, std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return;
  OwnersFile::PerFile rule;
  rule.globs = split(text.substr(0, equals), ',');
  const std::string_view value = trim(text.substr(equals + 1));
  rule.no_parent = value == "set noparent";
  if (!rule.no_parent && !value.starts_with("file:")) rule.owners = split(value, ',');
  file.per_file.push_back(std::move(rule));
}

void read_chromium_line(OwnersFile& file, std::string_view line) {
  line = trim(line.substr(0, line.find('#')));
  if (line.empty() || line == "*") return;
  if (line == "set noparent") {
    file.no_parent = true;
  } else if (line.starts_with("per-file ")) {
    read_per_file(file, line.substr(9));
  } else if (line.starts_with("file:")) {
    line.remove_prefix(line.starts_with("file://") ? 6 : 5);
    file.imports.emplace_back(line);
  } else if (line.starts_with("include ")) {
    line = trim(line.substr(8));
    if (line.find(':') == std::string_view::npos) file.imports.emplace_back(line);
  } else if (line.find('@') != std::string_view::npos && line.find(' ') == std::string_view::npos) {
    file.owners.emplace_back(line);
  }
}

}  // namespace

OwnersFile parse_owners_file(std::string_view text) {
  if (auto prow = parse_prow(text)) return *prow;
  OwnersFile file;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    read_chromium_line(file, text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return file;
}

std::vector<std::string> parse_owners_aliases(std::string_view text) {
  std::vector<std::string> names;
  const auto document = parse_yaml(text);
  if (!document) return names;
  for (const auto& [name, members] : document->root()["aliases"].entries()) {
    names.push_back(lower_ascii(name.text()));
  }
  return names;
}

}  // namespace nhiscan
