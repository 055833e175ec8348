// A comment on a pull request: GitHub takes 65,536 characters, so the worst come first and the rest
// is counted. Whatever comes from files stands in code spans, where nobody is mentioned and nothing
// is linked. The first line lets a bot find its comment again.
#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "base/text.h"
#include "nhiscan/report.h"
#include "reports/listing.h"
#include "reports/markup.h"
#include "reports/phrases.h"

namespace nhiscan {
namespace {

constexpr std::size_t kTableBytes = 36000;
constexpr std::size_t kStepsBytes = 12000;
constexpr std::size_t kUnreadBytes = 6000;
constexpr std::size_t kLongestCell = 120;  ///< columns

std::string cell_code(const std::string& text) {
  return markdown_cell_code(elide_middle(escape_terminal(text), kLongestCell));
}

std::string cell_words(const std::string& text) {
  return markdown_words(elide_end(escape_terminal(text), kLongestCell));
}

class MarkdownReport {
 public:
  explicit MarkdownReport(const Report& report)
      : report_(report), redactor_(report), listing_(report) {}

  void write(std::ostream& out) const {
    out << "<!-- nhiscan -->\n## nhiscan: " << headline() << "\n\n";
    if (!listing_.identities().empty()) {
      write_table(out);
      write_steps(out);
    }
    write_unread(out);
    out << count_phrase(report_.coverage.files, "file", "files") << ", "
        << bytes_phrase(report_.coverage.bytes_scanned) << " scanned"
        << (report_.complete ? "" : "; the scan is incomplete") << ". Secrets are "
        << (report_.show_secrets ? "shown in full" : "redacted") << ".\n";
  }

 private:
  [[nodiscard]] std::string headline() const {
    SeverityCounts counts{};
    for (const Identity* identity : listing_.identities())
      ++counts[static_cast<std::size_t>(identity->severity)];
    const bool as_inventory = report_.command == "inventory";
    const std::string what =
        as_inventory ? count_phrase(listing_.identities().size(), "identity", "identities")
                     : count_phrase(listing_.identities().size(), "credential", "credentials");
    const std::string severities = severities_phrase(counts);
    return severities.empty() ? what : what + " (" + severities + ")";
  }

  [[nodiscard]] std::string row(const Identity& identity) const {
    std::string where;
    if (!identity.occurrences.empty()) {
      const Occurrence& first = identity.occurrences.front();
      where = cell_code(place_of(redactor_, first.location));
      if (identity.occurrences.size() > 1)
        where += " and " + std::to_string(identity.occurrences.size() - 1) + " more";
      if (!first.at_head) where += ", only in history";
    }
    const std::string secret = listing_.secret_of(identity);
    const std::string shown = report_.show_secrets ? markdown_cell_code(secret)
                              : secret.find_first_not_of('*') == std::string::npos
                                  ? std::string()
                                  : cell_code(redactor_.clean(secret));
    const std::string owner = redactor_.clean(identity.owner.name);
    const std::string severity(to_string(identity.severity));
    return "| " + (identity.severity >= Severity::high ? "**" + severity + "**" : severity) +
           " | " + join({cell_words(identity_title(redactor_, identity)), shown}, " ") + " | " +
           where + " | " + (owner.empty() ? "nobody known" : cell_code(owner)) + " | " +
           lifetime_phrase(identity.lifetime, report_.started) + ", scope " +
           std::string(to_string(identity.scope.level)) + " |\n";
  }

  void write_table(std::ostream& out) const {
    out << "| severity | what | where | owner | lifetime, scope |\n|---|---|---|---|---|\n";
    std::size_t written = 0;
    std::size_t bytes = 0;
    for (const Identity* identity : listing_.identities()) {
      const std::string text = row(*identity);
      if (bytes + text.size() > kTableBytes) break;
      bytes += text.size();
      out << text;
      ++written;
    }
    if (written < listing_.identities().size())
      out << "\n"
          << listing_.identities().size() - written
          << " more are not shown here; the other reports have them all.\n";
    out << '\n';
  }

  /// What retires each kind of credential among the worst, once.
  void write_steps(std::ostream& out) const {
    std::vector<std::string> seen;
    std::string text;
    for (const Identity* identity : listing_.identities()) {
      if (identity->offboarding.empty()) continue;
      const std::string name = cell_words(redactor_.clean(identity->name));
      if (std::ranges::find(seen, name) != seen.end()) continue;
      seen.push_back(name);
      std::string steps = "- " + name + "\n";
      for (const std::string& step : identity->offboarding)
        steps += "  1. " + markdown_words(redactor_.clean(step)) + "\n";
      if (text.size() + steps.size() > kStepsBytes) break;
      text += steps;
    }
    if (!text.empty())
      out << "<details><summary>How to retire them</summary>\n\n" << text << "\n</details>\n\n";
  }

  void write_unread(std::ostream& out) const {
    std::string text;
    std::size_t left_out = 0;
    for (const Skipped& skipped : report_.coverage.skipped) {
      if (!skipped.failed) continue;
      const std::string line = "- " + markdown_code(redactor_.clean(skipped.path)) + ": " +
                               markdown_words(redactor_.clean(skipped.reason)) + "\n";
      if (left_out > 0 || text.size() + line.size() > kUnreadBytes)
        ++left_out;
      else
        text += line;
    }
    if (text.empty() && left_out == 0) return;
    out << "Not read:\n\n" << text;
    if (left_out > 0) out << "- and " << left_out << " more\n";
    out << '\n';
  }

  const Report& report_;
  Redactor redactor_;
  Listing listing_;
};

}  // namespace

void write_markdown(const Report& report, std::ostream& out) { MarkdownReport(report).write(out); }

}  // namespace nhiscan
