// The report itself; every other format is a projection of it. Written element by element, one
// finding or identity on each line.
#include <string_view>

#include "nhiscan/report.h"
#include "reports/report_json.h"

namespace nhiscan {
namespace {

/// `[`, the elements' lines, `]`.
template <class Elements, class ToJson>
void write_list(const Elements& elements, const ToJson& to_json, std::ostream& out) {
  std::string_view separator = "\n";
  out << '[';
  for (const auto& element : elements) {
    out << separator << "    " << json_line(to_json(element));
    separator = ",\n";
  }
  out << (elements.empty() ? "]" : "\n  ]");
}

void write_coverage(const Report& report, const ReportJson& json, std::ostream& out) {
  std::string counts = json_line(json.coverage_counts());
  counts.pop_back();  // the object goes on
  out << counts << ",\"skipped\":";
  write_list(
      report.coverage.skipped, [&](const Skipped& skipped) { return json.skipped(skipped); }, out);
  out << '}';
}

}  // namespace

void write_json(const Report& report, std::ostream& out) {
  const ReportJson json(report);
  out << "{\n  \"schema\": \"nhiscan-report/1\",\n  \"tool\": " << json_line(json.tool())
      << ",\n  \"scan\": " << json_line(json.scan()) << ",\n  \"findings\": ";
  write_list(
      report.findings, [&](const Finding& finding) { return json.finding(finding); }, out);
  out << ",\n  \"identities\": ";
  write_list(
      report.inventory.identities,
      [&](const Identity& identity) { return json.identity(identity); }, out);
  out << ",\n  \"coverage\": ";
  write_coverage(report, json, out);
  out << ",\n  \"suppressed\": " << json_line(json.suppressed()) << "\n}\n";
}

}  // namespace nhiscan
