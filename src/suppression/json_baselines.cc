// Reports and baselines in JSON: gitleaks and betterleaks, detect-secrets, our own.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/encoding.h"
#include "base/text.h"
#include "detection/rule_conditions.h"
#include "suppression/foreign_baseline.h"

namespace nhiscan {
namespace {

using Json = nlohmann::json;

constexpr int kDeepest = 64;

/// Fails with the line at which the text stops being JSON.
Result<Json> parse_document(std::string_view text, const std::string& file) {
  try {
    return Json::parse(text, [&](int depth, Json::parse_event_t, Json&) {
      if (depth > kDeepest) throw std::length_error("nests deeper than 64");
      return true;
    });
  } catch (const Json::parse_error& failure) {
    const std::size_t at = std::min(text.size(), failure.byte);
    const auto line = 1 + std::ranges::count(text.substr(0, at), '\n');
    return Error{file + ":" + std::to_string(line) +
                 (at >= text.size() ? ": is cut off: the JSON isn't complete"
                                    : ": is no JSON from here on")};
  } catch (const std::length_error& failure) {
    return Error{file + ": " + failure.what()};
  }
}

/// A string member; nothing where there is none. Fails where it is something else.
Result<std::string> text_member(const Json& object, const char* name, const std::string& where) {
  const auto found = object.find(name);
  if (found == object.end() || found->is_null()) return std::string();
  if (!found->is_string()) return Error{where + ": " + name + " must be a string"};
  return found->get<std::string>();
}

std::size_t line_member(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_number_integer() && found->get<std::int64_t>() > 0
             ? found->get<std::size_t>()
             : 0;
}

bool is_redacted(std::string_view value) {
  return value.empty() || value.find("REDACTED") != std::string_view::npos ||
         value.ends_with("...") || value.find('*') != std::string_view::npos;
}

Result<KnownFinding> read_gitleaks_finding(const Json& object, const std::string& where) {
  if (!object.is_object()) return Error{where + " must be an object"};
  std::array<std::string, 4> texts;
  constexpr std::array kNames = {"RuleID", "File", "Commit", "Secret"};
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    auto text = text_member(object, kNames[i], where);
    if (!text) return text.error();
    texts[i] = *std::move(text);
  }
  auto& [rule, path, commit, secret] = texts;
  if (rule.empty() || path.empty())
    return Error{where + " lacks its RuleID or File; is it a report of gitleaks?"};
  KnownFinding finding;
  finding.rule = rule;
  std::ranges::replace(path, '\\', '/');
  if (const std::size_t line = line_member(object, "StartLine"); line > 0)
    finding.place = KnownPlace{path, line, lower_ascii(commit)};
  if (!is_redacted(secret)) finding.value = Secret(secret);
  return finding;
}

/// What `filters_used` and, in older files, `exclude` leave out.
class DetectSecretsFilters {
 public:
  DetectSecretsFilters(const std::string& file, KnownFindings& known)
      : file_(file), known_(known) {}

  void read(const Json& document) {
    if (const Json* exclude = member(document, "exclude"); exclude != nullptr) {
      add(member(*exclude, "files"), &Allowlist::paths, Allowlist::Target::secret);
      add(member(*exclude, "lines"), &Allowlist::regexes, Allowlist::Target::line);
    }
    const Json* filters = member(document, "filters_used");
    if (filters == nullptr || !filters->is_array()) return;
    for (const Json& filter : *filters) {
      const Json* path = member(filter, "path");
      if (path == nullptr || !path->is_string()) continue;
      const std::string name = path->get<std::string>();
      const Json* patterns = member(filter, "pattern");
      if (name.ends_with("should_exclude_file"))
        add(patterns, &Allowlist::paths, Allowlist::Target::secret);
      else if (name.ends_with("should_exclude_line"))
        add(patterns, &Allowlist::regexes, Allowlist::Target::line);
      else if (name.ends_with("should_exclude_secret"))
        add(patterns, &Allowlist::regexes, Allowlist::Target::secret);
    }
  }

 private:
  static const Json* member(const Json& object, const char* name) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
  }

  void add(const Json* patterns, std::vector<std::string> Allowlist::*to,
           Allowlist::Target target) {
    if (patterns == nullptr) return;
    if (patterns->is_array())
      for (const Json& pattern : *patterns)
        add(&pattern, to, target);
    if (!patterns->is_string() || patterns->get<std::string>().empty()) return;
    const auto expression = patterns->get<std::string>();
    if (const std::string problem = RuleConditions::problem_with(expression); !problem.empty()) {
      known_.notes.push_back(file_ + ": the filter '" + expression +
                             "' can't be carried over: " + problem);
      return;
    }
    Allowlist list;
    list.target = target;
    (list.*to).push_back(expression);
    known_.allowlists.push_back(std::move(list));
  }

  const std::string& file_;
  KnownFindings& known_;
};

Result<KnownFinding> read_detected(const Json& object, const std::string& path,
                                   const std::string& where) {
  if (!object.is_object()) return Error{where + " must be an object"};
  const auto hash = text_member(object, "hashed_secret", where);
  if (!hash) return hash.error();
  const auto bytes = decode_hex(*hash);
  if (!bytes || bytes->size() != 20) return Error{where + ": hashed_secret must be a SHA-1 in hex"};
  const auto type = text_member(object, "type", where);
  if (!type) return type.error();
  KnownFinding finding;
  finding.sha1 = lower_ascii(*hash);
  finding.rule = *type;
  const auto verdict = object.find("is_secret");
  if (verdict != object.end() && verdict->is_boolean())
    finding.reason = verdict->get<bool>() ? "audited: a secret" : "audited: no secret";
  finding.place = KnownPlace{path, line_member(object, "line_number"), ""};
  return finding;
}

}  // namespace

Result<KnownFindings> read_gitleaks_report(std::string_view text, const std::string& file) {
  const auto document = parse_document(text, file);
  if (!document) return document.error();
  if (!document->is_array()) return Error{file + ": a report of gitleaks is a list of findings"};
  KnownFindings known;
  for (std::size_t i = 0; i < document->size(); ++i) {
    auto finding =
        read_gitleaks_finding((*document)[i], file + ": finding " + std::to_string(i + 1));
    if (!finding) return finding.error();
    known.findings.push_back(*std::move(finding));
  }
  return known;
}

Result<KnownFindings> read_detect_secrets(std::string_view text, const std::string& file) {
  const auto document = parse_document(text, file);
  if (!document) return document.error();
  const auto results = document->is_object() ? document->find("results") : document->end();
  if (!document->is_object() || results == document->end() || !results->is_object())
    return Error{file + ": a baseline of detect-secrets has an object 'results'"};
  KnownFindings known;
  DetectSecretsFilters(file, known).read(*document);
  for (const auto& [path, list] : results->items()) {
    std::string of_path = path;
    std::ranges::replace(of_path, '\\', '/');
    const std::string where = file + ": results: " + escape_terminal(path);
    if (!list.is_array()) return Error{where + " must be a list"};
    for (std::size_t i = 0; i < list.size(); ++i) {
      auto finding = read_detected(list[i], of_path, where + ": entry " + std::to_string(i + 1));
      if (!finding) return finding.error();
      known.findings.push_back(*std::move(finding));
    }
  }
  return known;
}

Result<KnownFindings> read_own_report(std::string_view text, const std::string& file) {
  const auto document = parse_document(text, file);
  if (!document) return document.error();
  const auto schema = document->is_object() ? document->find("schema") : document->end();
  if (!document->is_object() || schema == document->end() || *schema != "nhiscan-report/1")
    return Error{file +
                 ": has a schema that isn't known to this nhiscan, which reads "
                 "nhiscan-report/1"};
  KnownFindings known;
  const auto findings = document->find("findings");
  if (findings == document->end() || !findings->is_array())
    return Error{file + ": a report has a list 'findings'"};
  for (std::size_t i = 0; i < findings->size(); ++i) {
    const Json& object = (*findings)[i];
    const std::string where = file + ": finding " + std::to_string(i + 1);
    if (!object.is_object()) return Error{where + " must be an object"};
    const auto id = text_member(object, "id", where);
    if (!id) return id.error();
    if (id->empty()) return Error{where + " lacks its id"};
    known.findings.emplace_back().fingerprint = *id;
    const auto rule = text_member(object, "rule", where);
    if (!rule) return rule.error();
    known.findings.back().rule = *rule;
  }
  return known;
}

}  // namespace nhiscan
