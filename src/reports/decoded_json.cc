#include "reports/decoded.h"
#include "reports/phrases.h"
#include "reports/report_json.h"

namespace nhiscan {
namespace {

Json credential_json(const ReportJson& json, const Finding& finding) {
  Json object = {{"line", finding.location.line}};
  object.update(json.finding(finding));
  for (const char* key : {"context", "location", "tracked", "commit", "at_head", "history", "count",
                          "first_observed", "last_observed", "owner"})
    object.erase(key);
  object["revoke"] = text_or_null(rule_of(finding).revoke);
  object["public"] = rule_of(finding).is_public;
  return object;
}

Json unrecognised_json(const Unrecognised& part) {
  return {{"line", part.line},
          {"lines", part.line_count},
          {"bytes", part.bytes},
          {"possible_rules", part.possible_rules}};
}

}  // namespace

void write_decoded_json(const Decoded& decoded, std::ostream& out) {
  const ReportJson json(decoded.report);
  Json credentials = Json::array();
  for (const Finding& finding : decoded.report.findings)
    credentials.push_back(credential_json(json, finding));
  Json unrecognised = Json::array();
  for (const Unrecognised& part : decoded.unrecognised)
    unrecognised.push_back(unrecognised_json(part));
  const Json whole = {{"schema", "nhiscan-decode/1"},
                      {"tool", json.tool()},
                      {"now", json.scan()["started"]},
                      {"credentials", std::move(credentials)},
                      {"unrecognised", std::move(unrecognised)}};
  out << json_line(whole) << '\n';
}

}  // namespace nhiscan
