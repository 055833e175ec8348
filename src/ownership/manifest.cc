#include "ownership/manifest.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "base/glob.h"
#include "base/text.h"
#include "base/toml.h"
#include "declarations/yaml.h"

namespace nhiscan {
namespace {

using Json = nlohmann::json;
using People = std::vector<ManifestPerson>;

constexpr std::size_t kMaxPeople = 8;

void add(People& people, Person person, std::string_view field) {
  if (people.size() >= kMaxPeople || (person.name.empty() && person.email.empty())) return;
  if (author_kind(person) == AuthorKind::human)
    people.push_back({std::move(person), std::string(field)});
}

// --- JSON: package.json, composer.json

std::string json_text(const Json& object, const char* key) {
  const auto member = object.find(key);
  return member != object.end() && member->is_string() ? member->get<std::string>() : std::string();
}

void add_json(People& people, const Json& value, std::string_view field) {
  if (value.is_string()) add(people, parse_person(value.get<std::string>()), field);
  if (value.is_object()) add(people, {json_text(value, "name"), json_text(value, "email")}, field);
  if (!value.is_array()) return;
  for (const Json& item : value) {
    if (!item.is_array()) add_json(people, item, field);
  }
}

void read_json(People& people, std::string_view text) {
  const Json document = Json::parse(text, nullptr, false);
  if (!document.is_object()) return;
  for (const char* field : {"maintainers", "author", "authors", "contributors"}) {
    const auto member = document.find(field);
    if (member != document.end()) add_json(people, *member, field);
  }
}

// --- TOML: pyproject.toml, Cargo.toml

void add_toml(People& people, const toml::node_view<toml::node>& list, std::string_view field) {
  const toml::array* array = list.as_array();
  if (array == nullptr) return;
  for (const toml::node& item : *array) {
    if (const auto word = item.value<std::string>()) add(people, parse_person(*word), field);
    if (const toml::table* table = item.as_table()) {
      add(people,
          {(*table)["name"].value_or(std::string()), (*table)["email"].value_or(std::string())},
          field);
    }
  }
}

void read_toml(People& people, std::string_view text) {
  try {
    toml::table document = toml::parse(text);
    add_toml(people, document["project"]["maintainers"], "project.maintainers");
    add_toml(people, document["project"]["authors"], "project.authors");
    add_toml(people, document["tool"]["poetry"]["maintainers"], "tool.poetry.maintainers");
    add_toml(people, document["tool"]["poetry"]["authors"], "tool.poetry.authors");
    add_toml(people, document["package"]["authors"], "package.authors");
    add_toml(people, document["workspace"]["package"]["authors"], "workspace.package.authors");
  } catch (const toml::parse_error&) {
    return;
  }
}

// --- Others

void read_chart(People& people, std::string_view text) {
  const auto document = parse_yaml(text);
  if (!document) return;
  for (const YamlNode& one : document->root()["maintainers"].items()) {
    add(people, {one["name"].text(), one["email"].text()}, "maintainers");
  }
}

void read_pom(People& people, std::string_view text) {
  pugi::xml_document document;
  if (!document.load_buffer(text.data(), text.size())) return;
  for (const pugi::xml_node& developer :
       document.child("project").child("developers").children("developer")) {
    add(people, {developer.child_value("name"), developer.child_value("email")}, "developers");
  }
}

void read_setup_cfg(People& people, std::string_view text) {
  Person author;
  Person maintainer;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    const std::size_t equals = line.find_first_of("=:");
    if (equals == std::string_view::npos) continue;
    const std::string_view key = trim(line.substr(0, equals));
    const std::string value(trim(line.substr(equals + 1)));
    if (key == "author") author.name = value;
    if (key == "author_email" || key == "author-email") author.email = value;
    if (key == "maintainer") maintainer.name = value;
    if (key == "maintainer_email" || key == "maintainer-email") maintainer.email = value;
  }
  add(people, maintainer, "maintainer");
  add(people, author, "author");
}

void read_debian_control(People& people, std::string_view text) {
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    for (const std::string_view field : {"Maintainer", "Uploaders"}) {
      if (line.substr(0, field.size()) != field || line.substr(field.size(), 1) != ":") continue;
      std::string_view list = line.substr(field.size() + 1);
      while (!list.empty()) {
        const std::size_t end = std::min(list.find(','), list.size());
        add(people, parse_person(list.substr(0, end)), field);
        list.remove_prefix(std::min(end + 1, list.size()));
      }
    }
  }
}

bool is_kernel_line(std::string_view line) {
  return line.size() > 2 && line[1] == ':' &&
         std::string_view("MFX").find(line[0]) != std::string_view::npos &&
         (line[2] == '\t' || line[2] == ' ');
}

}  // namespace

const std::vector<std::string>& manifest_file_names() {
  static const std::vector<std::string> kNames = {
      "package.json", "pyproject.toml", "Cargo.toml",  "composer.json",  "Chart.yaml", "pom.xml",
      "setup.cfg",    "debian/control", "MAINTAINERS", "MAINTAINERS.md", "AUTHORS"};
  return kNames;
}

Manifest Manifest::parse(std::string_view file_name, std::string_view text) {
  Manifest manifest;
  People& people = manifest.people_;
  if (file_name == "package.json" || file_name == "composer.json") read_json(people, text);
  if (file_name == "pyproject.toml" || file_name == "Cargo.toml") read_toml(people, text);
  if (file_name == "Chart.yaml") read_chart(people, text);
  if (file_name == "pom.xml") read_pom(people, text);
  if (file_name == "setup.cfg") read_setup_cfg(people, text);
  if (file_name == "debian/control") read_debian_control(people, text);
  if (file_name == "MAINTAINERS" || file_name == "MAINTAINERS.md" || file_name == "AUTHORS")
    manifest.read_maintainers(text);
  return manifest;
}

const std::vector<ManifestPerson>& Manifest::people_of(std::string_view path) const {
  const People* people = &people_;
  std::size_t longest = 0;
  for (const Entry& entry : entries_)
    if (const std::size_t length = cover(entry, path); length > longest) {
      longest = length;
      people = &entry.people;
    }
  return *people;
}

/// The kernel's rule: `dir/` is all below, `dir/*` direct children, another pattern a file or a
/// directory with all below.
bool Manifest::covers(const Pattern& pattern, std::string_view path) {
  const std::string& text = pattern.text;
  if (text.empty() || !path.starts_with(std::string_view(text).substr(0, pattern.literal)))
    return false;
  if (pattern.literal == text.size())
    return text.back() == '/' || path.size() == text.size() || path[text.size()] == '/';
  // `*/` is the rest of the tree, whose maintainer forwards.
  if (text.back() == '/') return text != "*/" && glob_match(text + "**", path);
  return glob_match(text, path) || (text.back() != '*' && glob_match(text + "/**", path));
}

/// How long a pattern of the entry covers `path`; 0: none does.
std::size_t Manifest::cover(const Entry& entry, std::string_view path) {
  std::size_t longest = 0;
  for (const Pattern& pattern : entry.files)
    if (pattern.text.size() > longest && covers(pattern, path)) longest = pattern.text.size();
  const auto is_covered = [&](const Pattern& pattern) { return covers(pattern, path); };
  return longest > 0 && std::ranges::any_of(entry.excluded, is_covered) ? 0 : longest;
}

void Manifest::read_line(Entry& entry, std::string_view line) {
  const std::string_view value = trim(line.substr(2));
  if (line.front() == 'M') add(entry.people, parse_person(value), "M");
  const Pattern pattern{std::string(value), literal_prefix(value)};
  if (line.front() == 'F') entry.files.push_back(pattern);
  if (line.front() == 'X') entry.excluded.push_back(pattern);
}

void Manifest::end_entry() {
  if (entries_.back().files.empty()) entries_.pop_back();
  entries_.emplace_back();
}

void Manifest::read_maintainers(std::string_view text) {
  bool is_kernel = false;
  entries_.emplace_back();
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (trim(line).empty()) end_entry();
    if (is_kernel_line(line)) {
      is_kernel = true;
      read_line(entries_.back(), line);
    } else if (line.find('<') != std::string_view::npos &&
               line.find('@') != std::string_view::npos) {
      add(people_, parse_person(trim(line.substr(line.find_first_not_of("-*# \t")))), "listed");
    }
  }
  if (is_kernel) people_.clear();
}

}  // namespace nhiscan
