// GitLab's secret-detection report, schema 15.2.1 (gl-secret-detection-report.json): findings only,
// since its records are leaks. `description` and `solution` are Markdown there.
#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"
#include "base/time.h"
#include "nhiscan/report.h"
#include "reports/json_list.h"
#include "reports/listing.h"
#include "reports/markup.h"
#include "reports/phrases.h"
#include "reports/uuid.h"

namespace nhiscan {
namespace {

// In columns of text that is already escaped; the schema takes 255 and 7,000 characters.
constexpr std::size_t kLongestTitle = 200;
constexpr std::size_t kLongestRecipe = 2000;
constexpr std::size_t kMostMessages = 1000;
/// What GitLab's own analyzer writes where there is no commit.
constexpr std::string_view kNoCommit = "0000000";

/// `2026-11-20T08:30:00`: without a zone, as the schema wants it.
std::string time_without_zone(std::int64_t seconds) {
  const std::string time = format_rfc3339(seconds);
  return time.substr(0, time.size() - 1);
}

Json tool_json(const Report& report) {
  return {{"id", "nhiscan"},
          {"name", "nhiscan"},
          {"version", report.tool_version.empty() ? "unknown" : report.tool_version},
          {"vendor", {{"name", "nhiscan"}}}};
}

class GitlabReport {
 public:
  explicit GitlabReport(const Report& report) : report_(report), redactor_(report) {}

  void write(std::ostream& out) const {
    out << R"({"version": "15.2.1", "scan": )" << json_line(scan()) << ",\n"
        << R"("vulnerabilities": )";
    write_json_list(
        worst_first(report_.findings),
        [&](std::size_t index) { return vulnerability(report_.findings[index]); }, out);
    out << "}\n";
  }

 private:
  [[nodiscard]] Json scan() const {
    return {{"analyzer", tool_json(report_)},
            {"scanner", tool_json(report_)},
            {"type", "secret_detection"},
            {"start_time", time_without_zone(report_.started)},
            {"end_time", time_without_zone(report_.finished)},
            {"status", report_.complete ? "success" : "failure"},
            {"messages", messages()}};
  }

  [[nodiscard]] Json messages() const {
    Json list = Json::array();
    std::size_t failed = 0;
    for (const Skipped& skipped : report_.coverage.skipped)
      if (skipped.failed && ++failed <= kMostMessages)
        list.push_back({{"level", "warn"},
                        {"value", "not read: " + redactor_.clean(skipped.path) + ": " +
                                      redactor_.clean(skipped.reason)}});
    if (failed > kMostMessages)
      list.push_back({{"level", "warn"},
                      {"value", std::to_string(failed - kMostMessages) + " more files not read"}});
    return list;
  }

  [[nodiscard]] Json vulnerability(const Finding& finding) const {
    const Rule& rule = rule_of(finding);
    const std::string name = rule.name.empty() ? rule.id : rule.name;
    const std::string commit = finding.commit ? finding.commit->id : std::string();
    const std::string identifying = join(
        {finding.id, rule.id, finding.location.path, join(finding.location.chain, "\n"),
         std::to_string(finding.location.begin), std::to_string(finding.location.line), commit},
        "\n");
    return {{"id", uuid_of(identifying)},
            {"name", elide_end(escape_terminal(name), kLongestTitle)},
            {"description", description(finding)},
            {"severity", capitalised(to_string(finding.severity))},
            {"solution", solution(rule)},
            {"identifiers",
             Json::array({{{"type", "nhiscan_rule_id"},
                           {"name", "nhiscan rule " + rule.id},
                           {"value", rule.id.empty() ? "unknown" : rule.id}},
                          {{"type", "cwe"},
                           {"name", "CWE-798"},
                           {"value", "798"},
                           {"url", "https://cwe.mitre.org/data/definitions/798.html"}}})},
            {"location", location(finding)},
            {"raw_source_code_extract", shown_secret(report_, finding)},
            {"tracking", tracking(finding)}};
  }

  [[nodiscard]] std::string description(const Finding& finding) const {
    const std::string owner = redactor_.clean(finding.owner.name);
    return join({markdown_words(rule_of(finding).name) + ", " +
                     std::string(to_string(finding.confidence)) + " confidence",
                 "in " + markdown_code(place_of(redactor_, finding.location)),
                 lifetime_phrase(finding.lifetime, report_.started),
                 owner.empty() ? "" : "owner " + markdown_code(owner)},
                "; ");
  }

  static std::string solution(const Rule& rule) {
    const std::string how =
        rule.revoke.empty() ? "Revoke it where it was issued"
                            : "Revoke it: " + markdown_code(elide_end(rule.revoke, kLongestRecipe));
    return how +
           ". Then issue a new one and keep it in a secret store; deleting the line leaves "
           "the value in the history.";
  }

  [[nodiscard]] Json location(const Finding& finding) const {
    const Location& place = finding.location;
    Json json = {{"file", path_of(redactor_, place)},
                 {"start_line", std::max<std::size_t>(place.line, 1)},
                 {"end_line", std::max<std::size_t>({place.end_line, place.line, 1})}};
    Json commit = {{"sha", kNoCommit}};
    if (finding.commit) {
      const Secrets own = {&finding.secret};
      if (!finding.commit->id.empty()) commit["sha"] = finding.commit->id;
      commit["author"] = redactor_.clean(finding.commit->author, own);
      commit["date"] = format_rfc3339(finding.commit->date);
      commit["message"] = redactor_.clean(finding.commit->summary, own);
    }
    json["commit"] = std::move(commit);
    return json;
  }

  /// The value's fingerprint: the same secret in the same file is the same alert, on whatever line.
  [[nodiscard]] Json tracking(const Finding& finding) const {
    Json signature = {{"algorithm", "hash"},
                      {"value", path_of(redactor_, finding.location) + ":" + finding.id}};
    Json item = {
        {"file", path_of(redactor_, finding.location)},
        {"start_line", std::max<std::size_t>(finding.location.line, 1)},
        {"end_line", std::max<std::size_t>({finding.location.end_line, finding.location.line, 1})},
        {"signatures", Json::array({std::move(signature)})}};
    return {{"type", "source"}, {"items", Json::array({std::move(item)})}};
  }

  const Report& report_;
  Redactor redactor_;
};

}  // namespace

void write_gitlab(const Report& report, std::ostream& out) { GitlabReport(report).write(out); }

}  // namespace nhiscan
