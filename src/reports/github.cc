// Workflow commands of GitHub Actions: one annotation for each finding, or each identity that
// breaks a policy. GitHub shows ten of each level and lists the rest in the log, so the worst come
// first, after the line that sums up.
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "nhiscan/report.h"
#include "reports/listing.h"
#include "reports/phrases.h"

namespace nhiscan {
namespace {

/// `%`, CR and LF of a message; of a property also `:` and `,` ("Workflow commands for GitHub
/// Actions"; the runner reads them back in its ActionCommand).
std::string command_text(std::string_view text, std::string_view also = {}) {
  std::string escaped;
  for (const char c : escape_terminal(text)) {
    const bool is_special = c == '%' || also.find(c) != std::string_view::npos;
    if (!is_special) {
      escaped += c;
      continue;
    }
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    escaped += {'%', kDigits[byte >> 4], kDigits[byte & 0xF]};
  }
  return escaped;
}

std::string property(std::string_view name, std::string_view value) {
  return std::string(name) + "=" + command_text(value, ":,");
}

std::string_view level_of_command(Severity severity) {
  if (severity >= Severity::high) return "error";
  return severity == Severity::medium ? "warning" : "notice";
}

class GithubReport {
 public:
  GithubReport(const Report& report, std::ostream& out)
      : report_(report), redactor_(report), out_(out) {}

  void write() {
    command("notice", {property("title", "nhiscan")}, summary());
    if (report_.command == "inventory") {
      const Listing listing(report_);
      for (const Identity* identity : listing.identities())
        annotate(*identity);
    } else {
      for (const std::size_t index : worst_first(report_.findings))
        annotate(report_.findings[index]);
    }
    for (const Skipped& skipped : report_.coverage.skipped)
      if (skipped.failed)
        command("warning", {property("title", "nhiscan: not read")},
                redactor_.clean(skipped.path) + ": " + redactor_.clean(skipped.reason));
  }

 private:
  void command(std::string_view level, const std::vector<std::string>& properties,
               std::string_view message) {
    out_ << "::" << level << ' ' << join(properties, ",") << "::" << command_text(message) << '\n';
  }

  [[nodiscard]] std::string summary() const {
    const bool as_inventory = report_.command == "inventory";
    SeverityCounts counts{};
    for (const Finding& finding : report_.findings)
      if (!as_inventory) ++counts[static_cast<std::size_t>(finding.severity)];
    for (const Identity& identity : report_.inventory.identities)
      if (as_inventory) ++counts[static_cast<std::size_t>(identity.severity)];
    const std::string severities = severities_phrase(counts);
    const std::string what = as_inventory ? "identities" : "findings";
    return (severities.empty() ? "no " + what : what + ": " + severities) + "; " +
           count_phrase(report_.coverage.files, "file", "files") + ", " +
           bytes_phrase(report_.coverage.bytes_scanned) + " scanned" +
           (report_.complete ? "" : "; the scan is incomplete");
  }

  /// Where an annotation goes; nowhere if the file at HEAD doesn't hold it, since it would stand
  /// beside another line.
  [[nodiscard]] std::vector<std::string> place(const Location& location, bool at_head) const {
    if (!at_head || location.path.empty()) return {};
    std::vector<std::string> properties{property("file", path_of(redactor_, location)),
                                        property("line", std::to_string(location.line)),
                                        property("endLine", std::to_string(location.end_line))};
    // The service takes columns only within one line.
    if (location.line == location.end_line) {
      properties.push_back(property("col", std::to_string(location.column)));
      properties.push_back(property("endColumn", std::to_string(location.end_column)));
    }
    return properties;
  }

  void annotate(const Finding& finding) {
    const Rule& rule = rule_of(finding);
    const std::string owner = redactor_.clean(finding.owner.name);
    std::vector<std::string> properties = place(finding.location, finding.at_head);
    properties.push_back(property("title", rule.name));
    const std::string where = properties.size() == 1 || !finding.location.chain.empty()
                                  ? "in " + place_of(redactor_, finding.location)
                                  : std::string();
    command(level_of_command(finding.severity), properties,
            join({join({std::string(to_string(finding.severity)) + ": " +
                            finding_title(report_, finding),
                        where},
                       " "),
                  history_phrase(finding), owner.empty() ? "" : "owner " + owner,
                  rule.revoke.empty() ? "" : "revoke it: " + rule.revoke},
                 "; "));
  }

  void annotate(const Identity& identity) {
    std::vector<std::string> reasons;
    for (const PolicyResult& result : identity.policy)
      if (result.verdict != "pass") reasons.push_back(result.message);
    if (reasons.empty()) return;
    std::vector<std::string> properties;
    if (!identity.occurrences.empty())
      properties =
          place(identity.occurrences.front().location, identity.occurrences.front().at_head);
    const std::string title = identity_title(redactor_, identity);
    properties.push_back(property("title", title));
    const std::string owner = redactor_.clean(identity.owner.name);
    command(level_of_command(identity.severity), properties,
            std::string(to_string(identity.severity)) + ": " + title + ": " + join(reasons, "; ") +
                (owner.empty() ? "" : "; owner " + owner));
  }

  const Report& report_;
  Redactor redactor_;
  std::ostream& out_;
};

}  // namespace

void write_github(const Report& report, std::ostream& out) { GithubReport(report, out).write(); }

}  // namespace nhiscan
