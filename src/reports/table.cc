// The report for people: the worst on top, what to do about it at the end, where a terminal stops
// scrolling.
#include "reports/table.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "base/text.h"
#include "nhiscan/report.h"

namespace nhiscan {
namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kMostUrgent = 3;
constexpr std::size_t kMostFailed = 20;

std::size_t total(const SeverityCounts& counts) {
  return counts[0] + counts[1] + counts[2] + counts[3];
}

std::size_t count_failed(const Report& report) {
  return static_cast<std::size_t>(
      std::ranges::count(report.coverage.skipped, true, &Skipped::failed));
}

void print_failed(Paper& paper) {
  const std::size_t failed = count_failed(paper.report());
  if (failed == 0) return;
  paper.print(paper.line().add("Not read", Style::strong));
  std::size_t shown = 0;
  for (const Skipped& skipped : paper.report().coverage.skipped) {
    if (!skipped.failed || ++shown > kMostFailed) continue;
    const std::string path = escape_terminal(paper.redactor().clean(skipped.path));
    Line line = paper.line(kIndent);
    line.add(elide_middle(path, line.left() / 2)).add("  ");
    paper.print(line.add(paper.redactor().clean(skipped.reason), Style::quiet));
  }
  if (failed > kMostFailed) {
    const std::string rest = std::to_string(failed - kMostFailed);
    paper.print(paper.line(kIndent).add("and " + rest + " more; the JSON report lists them"));
  }
  paper.blank();
}

std::string scanned_phrase(const Report& report) {
  const Coverage& coverage = report.coverage;
  std::string text = count_phrase(coverage.files, "file", "files");
  if (coverage.commits > 0) {
    text += ", " + count_phrase(coverage.commits, "commit", "commits");
  }
  text += ", " + bytes_phrase(coverage.bytes_scanned) + " scanned";
  if (report.finished > report.started) {
    text += " in " + std::to_string(report.finished - report.started) + " s";
  }
  return text;
}

std::string suppressed_phrase(const Suppressed& suppressed) {
  const auto part = [](std::uint64_t count, const char* what) {
    return count == 0 ? std::string() : std::to_string(count) + " " + what;
  };
  const std::string parts = join(
      {part(suppressed.inline_comment, "by comments"), part(suppressed.baseline, "by the baseline"),
       part(suppressed.allowlist, "by an allowlist"),
       part(suppressed.placeholder, "as placeholders")},
      ", ");
  return parts.empty() ? parts : "suppressed: " + parts;
}

std::string skipped_phrase(const Report& report) {
  constexpr std::size_t kMostReasons = 4;
  std::map<std::string_view, std::size_t> by_reason;
  std::size_t skipped = 0;
  for (const Skipped& item : report.coverage.skipped) {
    if (item.failed) continue;
    ++by_reason[item.reason];
    ++skipped;
  }
  if (skipped == 0) return {};
  std::vector<std::pair<std::string_view, std::size_t>> reasons(by_reason.begin(), by_reason.end());
  std::ranges::stable_sort(reasons, std::ranges::greater{},
                           &std::pair<std::string_view, std::size_t>::second);
  std::vector<std::string> parts;
  for (const auto& reason : reasons) {
    if (parts.size() == kMostReasons) break;
    parts.push_back(std::to_string(reason.second) + " " + std::string(reason.first));
  }
  if (reasons.size() > kMostReasons) parts.emplace_back("and for other reasons");
  return count_phrase(skipped, "file", "files") + " left out: " + join(parts, ", ");
}

std::string inventory_phrase(const Report& report) {
  const std::vector<Identity>& identities = report.inventory.identities;
  const auto count = [&](auto condition) {
    return std::to_string(std::ranges::count_if(identities, condition));
  };
  std::string text = count([](const Identity& identity) { return identity.leaked; }) + " leaked, " +
                     count([](const Identity& identity) { return identity.declared; }) +
                     " declared, " +
                     count([](const Identity& identity) { return identity.owner.name.empty(); }) +
                     " without an owner";
  const auto failed = std::ranges::count_if(identities, [](const Identity& identity) {
    return std::ranges::find(identity.policy, "fail", &PolicyResult::verdict) !=
           identity.policy.end();
  });
  return failed == 0 ? text : text + ", " + std::to_string(failed) + " against a policy";
}

std::string findings_phrase(const Report& report) {
  std::set<std::string_view> ids;
  std::set<std::string_view> paths;
  for (const Finding& finding : report.findings) {
    ids.insert(finding.id);
    paths.insert(finding.location.path);
  }
  return count_phrase(ids.size(), "distinct secret", "distinct secrets") + " in " +
         count_phrase(paths.size(), "file", "files");
}

void print_urgent(Paper& paper, const std::vector<Urgent>& urgent) {
  const std::size_t shown = std::min(urgent.size(), kMostUrgent);
  std::string heading = "Next: revoke " + std::string(shown == 1 ? "this one" : "these ");
  if (shown > 1) heading += std::to_string(shown);
  if (shown < urgent.size()) heading += " of " + std::to_string(urgent.size());
  paper.print_words(0, heading + " first", Style::strong);
  for (std::size_t i = 0; i < shown; ++i) {
    const std::string number = std::to_string(i + 1) + ". ";
    const std::size_t indent = kIndent + number.size();
    Line line = paper.line(kIndent).add(number).add(urgent[i].what);
    const bool fits = display_width(escape_terminal(urgent[i].where)) + 2 <= line.left();
    if (fits) line.add("  ").add(urgent[i].where, Style::quiet);
    paper.print(line);
    if (!fits) paper.print(paper.line(indent).add_path(urgent[i].where, Style::quiet));
    paper.print_words(indent, urgent[i].how);
  }
}

void print_next_step(Paper& paper, const Tally& tally) {
  paper.blank();
  if (!tally.urgent.empty()) return print_urgent(paper, tally.urgent);
  const auto& identities = paper.report().inventory.identities;
  const auto unowned = std::ranges::count_if(
      identities, [](const Identity& identity) { return identity.owner.name.empty(); });
  std::string step = "check these in turn";
  if (unowned > 0) {
    step = "find an owner for " +
           count_phrase(static_cast<std::uint64_t>(unowned), "identity", "identities");
  }
  paper.print_words(0, "Next: nothing must be revoked at once; " + step, Style::strong);
}

void print_summary(Paper& paper, const Tally& tally) {
  const Report& report = paper.report();
  const bool is_inventory = !report.inventory.identities.empty();
  Line line = paper.line();
  add_severities(line, tally.severities);
  const std::string what = is_inventory ? inventory_phrase(report) : findings_phrase(report);
  const bool fits = display_width(what) + 2 <= line.left();
  if (paper.is_narrow())
    paper.print_words(0, severities_phrase(tally.severities));
  else
    paper.print(line.add(fits ? ": " + what : ""));
  if (paper.is_narrow() || !fits) paper.print_words(0, what);
  paper.print_words(0, scanned_phrase(report), Style::quiet);
  paper.print_words(0, skipped_phrase(report), Style::quiet);
  const std::string suppressed = suppressed_phrase(report.suppressed);
  paper.print_words(0, suppressed, Style::quiet);
}

void print_nothing_found(Paper& paper) {
  const Report& report = paper.report();
  const std::string what = report.command == "inventory" ? "No identities" : "No secrets";
  const std::string where = report.complete ? " found: " : " found in what could be read: ";
  const std::string suppressed = suppressed_phrase(report.suppressed);
  std::string text = what + where + scanned_phrase(report);
  if (!suppressed.empty()) text += "; " + suppressed;
  paper.print_words(0, text);
}

void print_incomplete(Paper& paper) {
  const std::size_t failed = count_failed(paper.report());
  std::string text = "The scan is incomplete";
  if (failed > 0) text += ": " + count_phrase(failed, "file", "files") + " could not be read";
  paper.print_words(0, text, Style::high);
}

}  // namespace

void add_severities(Line& line, const SeverityCounts& counts) {
  std::string_view separator;
  for (std::size_t i = counts.size(); i-- > 0;) {
    if (counts[i] == 0) continue;
    const auto severity = static_cast<Severity>(i);
    line.add(separator);
    line.add(std::to_string(counts[i]) + " " + std::string(to_string(severity)),
             style_of(severity));
    separator = ", ";
  }
}

std::string place_phrase(const Paper& paper, const Location& location) {
  return paper.redactor().clean(location.path) + ":" + std::to_string(location.line);
}

std::string context_remark(Context context) {
  switch (context) {
    case Context::test:
      return "test file";
    case Context::documentation:
      return "documentation";
    case Context::log:
      return "log";
    case Context::transcript:
      return "agent transcript";
    case Context::notebook_output:
      return "notebook output";
    case Context::commit_message:
      return "commit message";
    default:
      return {};
  }
}

void write_table(const Report& report, std::ostream& out) {
  Paper paper(report, out);
  const bool is_inventory = report.command == "inventory" || !report.inventory.identities.empty();
  const Tally tally = is_inventory ? print_identities(paper) : print_findings(paper);
  print_failed(paper);
  if (total(tally.severities) == 0) return print_nothing_found(paper);
  print_summary(paper, tally);
  if (!report.complete) print_incomplete(paper);
  print_next_step(paper, tally);
}

}  // namespace nhiscan
