// SARIF 2.1.0 as GitHub code scanning reads it: worst results first, since it takes only so many;
// an alert is tracked by `primaryLocationLineHash`; severities show by each rule's
// `security-severity`.
#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

#include "base/text.h"
#include "base/time.h"
#include "nhiscan/report.h"
#include "reports/json_list.h"
#include "reports/listing.h"
#include "reports/phrases.h"
#include "reports/report_json.h"

namespace nhiscan {
namespace {

// GitHub's limits ("SARIF support for code scanning"); the last is ours.
constexpr std::size_t kMostResults = 25000;
constexpr std::size_t kLongestDescription = 1024;
constexpr std::size_t kLongestName = 255;
constexpr std::size_t kMostNotifications = 1000;

constexpr std::string_view kSchema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
constexpr std::string_view kAdvice =
    "Then issue a new credential, keep it in a secret store, and let the code read it from there. "
    "Deleting the line is not "
    "enough: the value stays in the history and in every clone.";

/// The text as a SARIF message (3.11.5, 3.11.6), where braces hold arguments and brackets links.
std::string message_text(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == '\\') escaped += '\\';
    if (c == '{' || c == '}') escaped += c;
    escaped += c;
  }
  return escaped;
}

/// A path as a URI reference (RFC 3986), relative unless the path is absolute.
std::string uri_of(std::string_view path) {
  while (path.starts_with("./"))
    path.remove_prefix(2);
  if (path.empty()) return "stdin";
  std::string uri = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') ||
                          std::string_view("/-._~").find(c) != std::string_view::npos;
    if (is_plain) {
      uri += c;
    } else {
      constexpr std::string_view kDigits = "0123456789ABCDEF";
      uri += {'%', kDigits[byte >> 4], kDigits[byte & 0xF]};
    }
  }
  return uri;
}

std::string_view level_of(Severity severity) {
  if (severity >= Severity::high) return "error";
  return severity == Severity::medium ? "warning" : "note";
}

/// A number inside of GitHub's band for the severity.
std::string_view security_severity(Severity severity) {
  static constexpr auto kNumbers = std::to_array<std::string_view>({"2.0", "5.5", "8.0", "9.5"});
  return kNumbers[static_cast<std::size_t>(severity)];
}

std::string_view problem_severity(Severity severity) {
  if (severity >= Severity::high) return "error";
  return severity == Severity::medium ? "warning" : "recommendation";
}

Json text_object(std::string text) { return {{"text", std::move(text)}}; }

std::string description_of(const Rule& rule) {
  std::string text = rule.provider.empty() ? "A credential" : "A credential of " + rule.provider;
  text += " (" + std::string(to_string(rule.kind)) + ") that whoever reads the file can use.";
  if (!rule.scope.empty()) text += " What it may do: " + rule.scope + ".";
  return elide_end(text, kLongestDescription);
}

std::string help_of(const Rule& rule) {
  const std::string recipe = rule.revoke.empty() ? "at the place that issued it" : rule.revoke;
  return "Revoke it: " + recipe + "\n\n" + std::string(kAdvice);
}

Json rule_json(const Rule& rule) {
  const std::string name = rule.name.empty() ? rule.id : rule.name;
  return {{"id", rule.id},
          {"name", elide_end(name, kLongestName)},
          {"shortDescription", text_object(elide_end(name, kLongestDescription))},
          {"fullDescription", text_object(description_of(rule))},
          {"help", text_object(help_of(rule))},
          {"defaultConfiguration", {{"level", level_of(rule.severity)}}},
          {"properties",
           {{"security-severity", security_severity(rule.severity)},
            {"problem.severity", problem_severity(rule.severity)},
            {"precision", to_string(rule.confidence)},
            {"tags", {"security", "external/cwe/cwe-798"}}}}};
}

class SarifWriter {
 public:
  SarifWriter(const Report& report, std::ostream& out)
      : report_(report), json_(report), out_(out), order_(worst_first(report.findings)) {
    order_.resize(std::min(order_.size(), kMostResults));
    for (const std::size_t index : order_) {
      const Rule& rule = rule_of(report.findings[index]);
      rules_.try_emplace(rule.id, RuleEntry{&rule, 0});
    }
    std::size_t next = 0;
    for (auto& entry : rules_)
      entry.second.index = next++;
    for (const Identity& identity : report.inventory.identities) {
      for (const std::string& part : identity.parts)
        identity_of_.emplace(part, &identity);
    }
  }

  void write() {
    out_ << R"({"$schema": )" << json_line(Json(kSchema)) << R"(, "version": "2.1.0", "runs": [{)"
         << '\n'
         << R"("tool": {"driver": {"name": "nhiscan", )";
    if (!report_.tool_version.empty()) {
      out_ << R"("version": )" << json_line(Json(report_.tool_version)) << ", ";
    }
    out_ << R"("rules": )";
    write_json_list(
        rules_, [](const auto& entry) { return rule_json(*entry.second.rule); }, out_);
    out_ << "}},\n"
         << R"("automationDetails": )" << json_line(automation()) << ",\n";
    out_ << R"("invocations": [)" << json_line(invocation()) << "],\n";
    out_ << R"("columnKind": "unicodeCodePoints",)" << '\n' << R"("results": )";
    write_json_list(
        order_, [&](std::size_t index) { return result(report_.findings[index]); }, out_);
    out_ << "\n}]}\n";
  }

 private:
  struct RuleEntry {
    const Rule* rule = nullptr;
    std::size_t index = 0;
  };

  /// Everything before the last `/` is the category under which alerts of later runs replace those
  /// of this one.
  [[nodiscard]] Json automation() const {
    return {{"id", "nhiscan/" + (report_.command.empty() ? "scan" : report_.command) + "/"}};
  }

  [[nodiscard]] Json invocation() const {
    return {{"executionSuccessful", report_.complete},
            {"startTimeUtc", format_rfc3339(report_.started)},
            {"endTimeUtc", format_rfc3339(report_.finished)},
            {"toolExecutionNotifications", notifications()}};
  }

  [[nodiscard]] Json notifications() const {
    Json list = Json::array();
    std::size_t failed = 0;
    for (const Skipped& skipped : report_.coverage.skipped) {
      if (!skipped.failed || ++failed > kMostNotifications) continue;
      list.push_back(
          {{"level", "error"},
           {"message",
            text_object(message_text("not read: " + json_.redactor().clean(skipped.reason)))},
           {"locations", Json::array({{{"physicalLocation", artifact(skipped.path)}}})}});
    }
    if (failed > kMostNotifications) {
      list.push_back(notice(std::to_string(failed - kMostNotifications) +
                            " more files were not read; the JSON report lists them."));
    }
    if (order_.size() < report_.findings.size()) {
      list.push_back(notice("The " + std::to_string(order_.size()) + " most severe of " +
                            std::to_string(report_.findings.size()) +
                            " findings are listed; the JSON report has all."));
    }
    return list;
  }

  [[nodiscard]] static Json notice(const std::string& text) {
    return {{"level", "warning"}, {"message", text_object(text)}};
  }

  [[nodiscard]] Json artifact(const std::string& path) const {
    return {{"artifactLocation", {{"uri", uri_of(json_.redactor().clean(path))}}}};
  }

  [[nodiscard]] Json location(const Location& place) const {
    const std::size_t line = std::max<std::size_t>(place.line, 1);
    const std::size_t column = std::max<std::size_t>(place.column, 1);
    const std::size_t end_line = std::max(place.end_line, line);
    Json physical = artifact(place.path);
    physical["region"] = {
        {"startLine", line},
        {"startColumn", column},
        {"endLine", end_line},
        {"endColumn", std::max(place.end_column, end_line == line ? column : std::size_t{1})}};
    return {{"physicalLocation", std::move(physical)}};
  }

  [[nodiscard]] std::string message(const Finding& finding) const {
    std::string text = rule_of(finding).name;
    const std::string shown =
        report_.show_secrets ? finding.secret.redacted() : shown_secret(report_, finding);
    if (shown.find_first_not_of('*') != std::string::npos) text += " " + shown;
    if (!finding.location.chain.empty()) {
      text += ", inside";
      for (const std::string& link : finding.location.chain) {
        text += (&link == &finding.location.chain.front() ? " " : " > ");
        text += json_.redactor().clean(link);
      }
    }
    if (!finding.owner.name.empty())
      text += ", owned by " + json_.redactor().clean(finding.owner.name);
    return message_text(text);
  }

  [[nodiscard]] Json properties(const Finding& finding) const {
    const auto identity = identity_of_.find(finding.id);
    Json bag = {
        {"class", to_string(class_of(finding.kind))},
        {"kind", to_string(finding.kind)},
        {"provider", text_or_null(finding.provider)},
        {"severity", to_string(finding.severity)},
        {"confidence", to_string(finding.confidence)},
        {"validity", to_string(finding.validity)},
        {"context", to_string(finding.context)},
        {"environment", finding.environment},
        {"lifetime", to_string(finding.lifetime.lifetime_class)},
        {"owner", text_or_null(json_.redactor().clean(finding.owner.name))},
        {"identity", identity == identity_of_.end() ? Json(nullptr) : Json(identity->second->id)},
        {"commit", finding.commit ? Json(finding.commit->id) : Json(nullptr)},
        {"atHead", finding.at_head}};
    if (report_.show_secrets) bag["secret"] = shown_secret(report_, finding);
    return bag;
  }

  [[nodiscard]] Json result(const Finding& finding) const {
    const std::string& rule = rule_of(finding).id;
    Json fingerprints = Json::object();
    if (!finding.line_hash.empty()) fingerprints["primaryLocationLineHash"] = finding.line_hash;
    fingerprints["nhiFingerprint/v1"] = finding.id;
    return {{"ruleId", rule},
            {"ruleIndex", rules_.at(rule).index},
            {"level", level_of(finding.severity)},
            {"message", text_object(message(finding))},
            {"locations", Json::array({location(finding.location)})},
            {"partialFingerprints", std::move(fingerprints)},
            {"properties", properties(finding)}};
  }

  const Report& report_;
  ReportJson json_;
  std::ostream& out_;
  std::vector<std::size_t> order_;  ///< the findings that are written, worst first
  std::map<std::string, RuleEntry, std::less<>> rules_;
  std::unordered_map<std::string_view, const Identity*> identity_of_;
};

}  // namespace

void write_sarif(const Report& report, std::ostream& out) { SarifWriter(report, out).write(); }

}  // namespace nhiscan
