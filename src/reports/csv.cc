// RFC 4180 with LF line ends: identities for an inventory, else findings. A cell that a spreadsheet
// would take for a formula gets an apostrophe in front; what a terminal would act on is escaped,
// line ends too.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "base/time.h"
#include "nhiscan/report.h"
#include "reports/redactor.h"

namespace nhiscan {
namespace {

using Row = std::vector<std::string>;

/// What spreadsheets begin a formula with, in full width too, which some take for the same.
constexpr auto kFormulaStarts = std::to_array<std::string_view>(
    {"=", "+", "-", "@", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"});

std::string cell(std::string_view raw) {
  std::string text = escape_terminal(raw);
  if (std::ranges::any_of(kFormulaStarts,
                          [&](std::string_view start) { return text.starts_with(start); }))
    text.insert(0, 1, '\'');
  if (text.find_first_of(",\"") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += c;
    quoted += c;
  }
  return quoted + '"';
}

void write_row(const Row& row, std::ostream& out) {
  const char* separator = "";
  for (const std::string& text : row) {
    out << separator << cell(text);
    separator = ",";
  }
  out << '\n';
}

std::string date_of(const std::optional<std::int64_t>& time) {
  return time ? format_rfc3339(*time) : std::string();
}

template <class T>
std::string word(T value) {
  return std::string(to_string(value));
}

Row finding_row(const Report& report, const Redactor& redactor, const Finding& finding) {
  const Location& place = finding.location;
  return {finding.id,
          finding.rule ? finding.rule->id : std::string(),
          finding.provider,
          word(class_of(finding.kind)),
          word(finding.kind),
          word(finding.severity),
          word(finding.confidence),
          word(finding.validity),
          shown_secret(report, finding),
          redactor.clean(place.path),
          std::to_string(place.line),
          std::to_string(place.column),
          word(finding.context),
          finding.environment,
          word(finding.lifetime.lifetime_class),
          date_of(finding.lifetime.expires),
          word(finding.scope.level),
          redactor.clean(finding.owner.name),
          word(finding.owner.verdict)};
}

Row identity_row(const Redactor& redactor, const Identity& identity) {
  const Secrets own = redactor.secrets_of(identity.parts);
  const bool placed = !identity.occurrences.empty();
  return {identity.id,
          word(class_of(identity.kind)),
          word(identity.kind),
          identity.provider,
          redactor.clean(identity.name, own),
          redactor.clean(identity.target, own),
          redactor.clean(identity.owner.name),
          identity.owner.kind,
          word(identity.owner.verdict),
          identity.environment,
          identity.leaked ? "leaked" : "declared",
          word(identity.lifetime.lifetime_class),
          date_of(identity.lifetime.expires),
          word(identity.scope.level),
          std::to_string(identity.occurrences.size()),
          placed ? redactor.clean(identity.occurrences.front().location.path, own) : std::string(),
          placed ? std::to_string(identity.occurrences.front().location.line) : std::string(),
          std::to_string(static_cast<int>(identity.risk_score)),
          word(identity.severity),
          word(identity.state)};
}

}  // namespace

void write_csv(const Report& report, std::ostream& out) {
  const Redactor redactor(report);
  if (report.command == "inventory") {
    write_row({"id",       "class",          "kind",       "provider",          "name",
               "target",   "owner",          "owner_kind", "ownership_verdict", "environment",
               "exposure", "lifetime_class", "expires",    "scope_level",       "occurrences",
               "path",     "line",           "risk_score", "severity",          "state"},
              out);
    for (const Identity& identity : report.inventory.identities)
      write_row(identity_row(redactor, identity), out);
    return;
  }
  write_row({"id", "rule", "provider", "class", "kind", "severity", "confidence", "validity",
             "secret", "path", "line", "column", "context", "environment", "lifetime_class",
             "expires", "scope_level", "owner", "ownership_verdict"},
            out);
  for (const Finding& finding : report.findings)
    write_row(finding_row(report, redactor, finding), out);
}

}  // namespace nhiscan
