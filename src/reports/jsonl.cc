// The same objects as in the JSON report, each on its own line with a `type`; the last line sums
// up.
#include "nhiscan/report.h"
#include "reports/report_json.h"

namespace nhiscan {
namespace {

Json typed(const char* type, const Json& object) {
  Json line = {{"type", type}};
  line.update(object);
  return line;
}

Json summary(const Report& report, const ReportJson& json) {
  Json coverage = json.coverage_counts();
  coverage["skipped"] = Json::array();
  for (const Skipped& skipped : report.coverage.skipped) {
    coverage["skipped"].push_back(json.skipped(skipped));
  }
  return {{"schema", "nhiscan-report/1"},
          {"tool", json.tool()},
          {"scan", json.scan()},
          {"findings", report.findings.size()},
          {"identities", report.inventory.identities.size()},
          {"coverage", std::move(coverage)},
          {"suppressed", json.suppressed()}};
}

}  // namespace

void write_jsonl(const Report& report, std::ostream& out) {
  const ReportJson json(report);
  for (const Finding& finding : report.findings) {
    out << json_line(typed("finding", json.finding(finding))) << '\n';
  }
  for (const Identity& identity : report.inventory.identities) {
    out << json_line(typed("identity", json.identity(identity))) << '\n';
  }
  out << json_line(typed("summary", summary(report, json))) << '\n';
}

}  // namespace nhiscan
