// Baselines of kingfisher (docs/BASELINE.md there, versions 1 and 2) and the settings of ggshield
// (its .gitguardian.example.yml).
#include <algorithm>
#include <array>
#include <charconv>

#include "base/encoding.h"
#include "base/text.h"
#include "declarations/yaml.h"
#include "suppression/foreign_baseline.h"

namespace nhiscan {
namespace {

/// A document, and where its nodes stand.
class YamlFile {
 public:
  YamlFile(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  Result<YamlDocument> parse() const {
    auto document = parse_yaml(text_);
    if (!document) return document.error().within(file_);
    return document;
  }

  [[nodiscard]] int line_of(const YamlNode& node) const {
    const std::size_t at = std::min(node.span().begin, text_.size());
    return 1 + static_cast<int>(std::ranges::count(text_.substr(0, at), '\n'));
  }

  [[nodiscard]] Error wrong(const YamlNode& node, const std::string& what) const {
    return {file_ + ":" + std::to_string(line_of(node)) + ": " + what};
  }

 private:
  std::string_view text_;
  const std::string& file_;
};

/// The first of the keys that is there.
YamlNode either(const YamlNode& map, std::string_view one, std::string_view other) {
  const YamlNode first = map[one];
  return first ? first : map[other];
}

Result<KnownFinding> read_kingfisher_entry(const YamlNode& entry, const YamlFile& file) {
  if (!entry.is_map()) return file.wrong(entry, "an entry must be a map");
  const std::string& path = either(entry, "path", "filepath").text();
  const YamlNode number = either(entry, "line", "linenum");
  if (path.empty()) return file.wrong(entry, "the entry lacks its path");
  KnownPlace place;
  place.path = path;
  const std::string& digits = number.text();
  const auto [end, failed] =
      std::from_chars(digits.data(), digits.data() + digits.size(), place.line);
  if (failed != std::errc() || end != digits.data() + digits.size())
    return file.wrong(number ? number : entry, "the entry lacks its line, a whole number");
  KnownFinding finding;
  finding.line = file.line_of(entry);
  finding.rule = entry["rule_id"].text();
  finding.place = std::move(place);
  return finding;
}

Status read_kingfisher_list(const YamlNode& list, const YamlFile& file, KnownFindings& known) {
  if (list && !list.is_sequence()) return file.wrong(list, "must be a list of entries");
  for (const YamlNode& entry : list.items()) {
    auto finding = read_kingfisher_entry(entry, file);
    if (!finding) return finding.error();
    known.findings.push_back(*std::move(finding));
  }
  return Done{};
}

bool is_sha256(std::string_view text) { return text.size() == 64 && decode_hex(text).has_value(); }

Status read_ignored_match(const YamlNode& entry, const YamlFile& file, KnownFindings& known) {
  const YamlNode match = entry.is_map() ? entry["match"] : entry;
  if (!match.is_scalar() || match.text().empty())
    return file.wrong(entry, "an ignored match lacks its 'match'");
  KnownFinding finding;
  finding.line = file.line_of(entry);
  finding.reason = entry.is_map() ? entry["name"].text() : "";
  if (is_sha256(match.text()))
    finding.sha256 = lower_ascii(match.text());
  else
    finding.value = Secret(match.text());
  known.findings.push_back(std::move(finding));
  return Done{};
}

/// ggshield's globs know no directories that a pattern without a slash is looked for in.
std::string as_ignore_pattern(const std::string& glob) {
  return glob.find('/') == std::string::npos ? "/" + glob : glob;
}

}  // namespace

Result<KnownFindings> read_kingfisher(std::string_view text, const std::string& name) {
  const YamlFile file(text, name);
  const auto document = file.parse();
  if (!document) return document.error();
  const YamlNode root = document->root();
  const YamlNode version = root["version"];
  if (version && version.text() != "1" && version.text() != "2")
    return file.wrong(version, "version " + escape_terminal(version.text()) +
                                   " isn't known; versions 1 and 2 of kingfisher's baselines are");
  KnownFindings known;
  if (const Status done = read_kingfisher_list(root["ExactFindings"]["matches"], file, known);
      !done)
    return done.error();
  for (const YamlNode& repository : root["repositories"].items())
    if (const Status done = read_kingfisher_list(repository["findings"], file, known); !done)
      return done.error();
  return known;
}

Result<KnownFindings> read_gitguardian(std::string_view text, const std::string& name) {
  const YamlFile file(text, name);
  const auto document = file.parse();
  if (!document) return document.error();
  KnownFindings known;
  const YamlNode root = document->root();
  const YamlNode section = root["secret"];
  for (const YamlNode& map : {section, root}) {
    for (const YamlNode& entry : either(map, "ignored_matches", "ignored-matches").items())
      if (const Status done = read_ignored_match(entry, file, known); !done) return done.error();
    for (const YamlNode& path : either(map, "ignored_paths", "ignored-paths").items())
      if (path.is_scalar()) known.ignored_paths.push_back(as_ignore_pattern(path.text()));
  }
  return known;
}

}  // namespace nhiscan
