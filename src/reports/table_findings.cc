#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "base/text.h"
#include "reports/table.h"

namespace nhiscan {
namespace {

constexpr std::size_t kFindingIndent = 2;
constexpr std::size_t kSeverityWidth = 10;  // "critical" and two spaces
constexpr std::size_t kWidestSecret = 22;   // "ENCRYPTED PRIVATE KEY…"
constexpr std::size_t kNarrowestName = 16;
constexpr std::size_t kGap = 2;

struct FileGroup {
  std::string_view path;
  SeverityCounts severities{};
  std::vector<const Finding*> findings;
};

/// Columns that suit all findings.
struct Widths {
  std::size_t position = 0;
  std::size_t name = 0;
  std::size_t secret = 0;
};

bool is_worse(const SeverityCounts& left, const SeverityCounts& right) {
  return std::lexicographical_compare(right.rbegin(), right.rend(), left.rbegin(), left.rend());
}

std::vector<FileGroup> group_by_file(const std::vector<Finding>& findings) {
  std::map<std::string_view, FileGroup> by_path;
  for (const Finding& finding : findings) {
    FileGroup& group = by_path[finding.location.path];
    group.path = finding.location.path;
    group.findings.push_back(&finding);
    ++group.severities[static_cast<std::size_t>(finding.severity)];
  }
  std::vector<FileGroup> groups;
  for (auto& entry : by_path) {
    std::ranges::stable_sort(
        entry.second.findings, std::ranges::greater{},
        [](const Finding* finding) { return std::pair(finding->severity, finding->confidence); });
    groups.push_back(std::move(entry.second));
  }
  std::ranges::stable_sort(groups, is_worse, &FileGroup::severities);
  return groups;
}

std::string position_of(const Location& location) {
  return std::to_string(location.line) + ":" + std::to_string(location.column);
}

/// The secret as the report may show it, without the dashes of a PEM header.
std::string secret_cell(const Report& report, const Finding& finding) {
  std::string shown = shown_secret(report, finding);
  constexpr std::string_view kBegin = "-----BEGIN ";
  constexpr std::string_view kEnd = "-----\xE2\x80\xA6";
  if (shown.starts_with(kBegin) && shown.ends_with(kEnd)) {
    shown =
        shown.substr(kBegin.size(), shown.size() - kBegin.size() - kEnd.size()) + "\xE2\x80\xA6";
  }
  return shown;
}

Widths widths_for(const Paper& paper) {
  Widths widths;
  for (const Finding& finding : paper.report().findings) {
    widths.position = std::max(widths.position, position_of(finding.location).size());
    widths.name = std::max(widths.name, display_width(escape_terminal(rule_of(finding).name)));
    const std::string secret = secret_cell(paper.report(), finding);
    const std::size_t width = display_width(escape_terminal(secret));
    if (width <= kWidestSecret) widths.secret = std::max(widths.secret, width);
  }
  widths.name = std::min(widths.name, std::max(kNarrowestName, paper.width() / 3));
  return widths;
}

std::string remarks_on(const Paper& paper, const Finding& finding) {
  std::vector<std::string> remarks;
  if (!finding.owner.name.empty()) remarks.push_back(paper.redactor().clean(finding.owner.name));
  const bool has_expired = finding.validity == Validity::expired ||
                           finding.lifetime.lifetime_class == LifetimeClass::expired;
  if (has_expired || finding.lifetime.expires) {
    const std::string lifetime = lifetime_phrase(finding.lifetime, paper.report().started);
    remarks.push_back(has_expired && !lifetime.starts_with("expired") ? "expired" : lifetime);
  }
  if (rule_of(finding).is_public) remarks.emplace_back("public by design");
  if (finding.storage == Storage::encrypted) remarks.emplace_back("encrypted");
  if (finding.environment != "unknown") remarks.push_back(finding.environment);
  remarks.push_back(context_remark(finding.context));
  if (finding.tracked == false) remarks.emplace_back("ignored by git");
  remarks.push_back(paper.redactor().clean(history_phrase(finding)));
  remarks.push_back(observed_phrase(finding));
  if (!finding.location.chain.empty()) {
    remarks.push_back("inside " + paper.redactor().clean(join(finding.location.chain, " > ")));
  }
  if (finding.location.cell) {
    std::string cell = "cell " + std::to_string(*finding.location.cell);
    if (finding.location.cell_line) cell += ":" + std::to_string(*finding.location.cell_line);
    remarks.push_back(std::move(cell));
  }
  if (finding.validity == Validity::checksum_bad) remarks.emplace_back("wrong checksum");
  if (finding.confidence == Confidence::low) remarks.emplace_back("low confidence");
  return join(remarks, " \xC2\xB7 ");
}

/// Each thing on a line of its own.
void print_narrow_finding(Paper& paper, const Finding& finding) {
  constexpr std::size_t kUnder = kFindingIndent + 2;
  Line row = paper.line(kFindingIndent);
  row.add(to_string(finding.severity), style_of(finding.severity)).add(" ");
  paper.print(row.add(position_of(finding.location)));
  paper.print_words(kUnder, rule_of(finding).name);
  const std::string secret = secret_cell(paper.report(), finding);
  Line line = paper.line(kUnder);
  paper.print(paper.report().show_secrets ? line.add_whole(secret, Style::quiet)
                                          : line.add(secret, Style::quiet));
  paper.print_words(kUnder, remarks_on(paper, finding), Style::quiet);
}

void print_finding(Paper& paper, const Finding& finding, const Widths& widths) {
  const std::string position = position_of(finding.location);
  const std::size_t name_column = kFindingIndent + kSeverityWidth + widths.position + kGap;
  Line row = paper.line(kFindingIndent);
  row.add_column(to_string(finding.severity), kSeverityWidth, style_of(finding.severity));
  row.pad_to(name_column - kGap - position.size()).add(position).pad_to(name_column);
  row.add_column(rule_of(finding).name, widths.name).pad_to(name_column + widths.name + kGap);

  const std::string secret = secret_cell(paper.report(), finding);
  const bool fits = display_width(escape_terminal(secret)) <= std::min(kWidestSecret, row.left());
  if (fits) row.add(secret, Style::quiet);

  const std::string remarks = remarks_on(paper, finding);
  const std::size_t remarks_column = name_column + widths.name + kGap + widths.secret + kGap;
  const bool same_line = remarks_column + display_width(escape_terminal(remarks)) <= paper.width();
  if (same_line && !remarks.empty()) row.pad_to(remarks_column).add(remarks, Style::quiet);
  paper.print(row);

  if (!fits) paper.print(paper.line(name_column).add_whole(secret, Style::quiet));
  if (!same_line) paper.print_words(name_column, remarks, Style::quiet);
}

bool is_urgent(const Finding& finding) {
  return finding.severity >= Severity::high && !rule_of(finding).is_public &&
         finding.storage == Storage::plaintext && finding.validity != Validity::expired &&
         finding.lifetime.lifetime_class != LifetimeClass::expired;
}

Urgent urgent_of(const Paper& paper, const Finding& finding) {
  const std::string secret = finding.secret.redacted();
  const bool says_something = !secret.starts_with('*') && !secret.starts_with("-----");
  return {.what = rule_of(finding).name + (says_something ? " " + secret : std::string()),
          .where = place_phrase(paper, finding.location),
          .how = rule_of(finding).revoke};
}

}  // namespace

Tally print_findings(Paper& paper) {
  const std::vector<Finding>& findings = paper.report().findings;
  const Widths widths = widths_for(paper);
  Tally tally;
  std::set<std::string_view> urgent_ids;
  std::vector<const Finding*> urgent;
  for (const FileGroup& group : group_by_file(findings)) {
    paper.print(paper.line().add_path(paper.redactor().clean(group.path), Style::strong));
    for (const Finding* finding : group.findings) {
      paper.is_narrow() ? print_narrow_finding(paper, *finding)
                        : print_finding(paper, *finding, widths);
      ++tally.severities[static_cast<std::size_t>(finding->severity)];
      if (is_urgent(*finding) && urgent_ids.insert(finding->id).second) urgent.push_back(finding);
    }
    paper.blank();
  }
  std::ranges::stable_sort(urgent, std::ranges::greater{}, [](const Finding* finding) {
    return std::pair(finding->severity, finding->confidence);
  });
  for (const Finding* finding : urgent)
    tally.urgent.push_back(urgent_of(paper, *finding));
  return tally;
}

}  // namespace nhiscan
