// OCSF 1.5.0, one event on each line: a Detection Finding (2004) for each identity, with its places
// as evidence, and at the end a Scan Activity (6007), so that a scan that found nothing is seen
// too.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "nhiscan/report.h"
#include "reports/listing.h"
#include "reports/phrases.h"
#include "reports/report_json.h"
#include "reports/uuid.h"

namespace nhiscan {
namespace {

constexpr std::size_t kMostEvidences = 100;  ///< an event should stay small enough for a collector

// Numbers of the schema.
constexpr int kDetectionFinding = 2004;
constexpr int kScanActivity = 6007;
constexpr int kFindings = 2;
constexpr int kApplicationActivity = 6;

/// 2 low to 5 critical; 1 is informational.
int severity_id(Severity severity) { return static_cast<int>(severity) + 2; }

std::string file_name(const std::string& path) {
  const std::string name = path.substr(path.rfind('/') + 1);
  return name.empty() ? path : name;
}

std::int64_t milliseconds(std::int64_t seconds) {
  constexpr std::int64_t kMost = 253402300799;  // the year 9999
  return std::clamp(seconds, -kMost, kMost) * 1000;
}

class OcsfReport {
 public:
  explicit OcsfReport(const Report& report) : report_(report), json_(report), listing_(report) {}

  void write(std::ostream& out) const {
    for (const Identity* identity : listing_.identities())
      out << json_line(finding(*identity)) << '\n';
    out << json_line(scan()) << '\n';
  }

 private:
  [[nodiscard]] const Redactor& redactor() const { return json_.redactor(); }

  [[nodiscard]] Json event(int category, int class_uid, int activity, int severity) const {
    Json product = {{"name", "nhiscan"}, {"vendor_name", "nhiscan"}};
    if (!report_.tool_version.empty()) product["version"] = report_.tool_version;
    return {{"metadata", {{"version", "1.5.0"}, {"product", std::move(product)}}},
            {"category_uid", category},
            {"class_uid", class_uid},
            {"activity_id", activity},
            {"type_uid", class_uid * 100 + activity},
            {"severity_id", severity},
            {"time", milliseconds(report_.finished)}};
  }

  [[nodiscard]] Json finding(const Identity& identity) const {
    constexpr int kCreate = 1;
    Json json = event(kFindings, kDetectionFinding, kCreate, severity_id(identity.severity));
    json["class_name"] = "Detection Finding";
    json["severity"] = capitalised(to_string(identity.severity));
    json["status_id"] = 1;  // new
    json["confidence_id"] = static_cast<int>(identity.confidence) + 1;
    json["is_alert"] = identity.leaked;
    json["count"] = identity.occurrences.size();
    if (report_.command == "inventory") json["risk_score"] = std::lround(identity.risk_score);
    json["message"] = identity_title(redactor(), identity);
    json["finding_info"] = finding_info(identity);
    json["resources"] = Json::array({resource(identity)});
    if (!identity.occurrences.empty()) json["evidences"] = evidences(identity);
    if (!identity.offboarding.empty()) {
      std::vector<std::string> steps;
      for (const std::string& step : identity.offboarding)
        steps.push_back(redactor().clean(step));
      json["remediation"] = {{"desc", join(steps, ". ")}};
    }
    json["unmapped"] = unmapped(identity);
    return json;
  }

  [[nodiscard]] Json finding_info(const Identity& identity) const {
    Json info = {
        {"uid", identity.id.empty() ? "unknown" : identity.id},
        {"title", identity_title(redactor(), identity)},
        {"types", Json::array({to_string(class_of(identity.kind)), to_string(identity.kind)})},
        {"desc",
         std::string(identity.leaked ? "A credential stands in plaintext" : "A declared identity") +
             "; " + lifetime_phrase(identity.lifetime, report_.started) + "; scope " +
             std::string(to_string(identity.scope.level))}};
    if (!identity.occurrences.empty() && !identity.occurrences.front().rule.empty())
      info["analytic"] = {{"type_id", 1}, {"uid", identity.occurrences.front().rule}};
    if (identity.first_seen) info["first_seen_time"] = milliseconds(*identity.first_seen);
    if (identity.last_seen) info["last_seen_time"] = milliseconds(*identity.last_seen);
    return info;
  }

  [[nodiscard]] Json resource(const Identity& identity) const {
    Json json = {{"uid", identity.id.empty() ? "unknown" : identity.id},
                 {"name", identity_title(redactor(), identity)},
                 {"type", to_string(identity.kind)}};
    const std::string owner = redactor().clean(identity.owner.name);
    if (!owner.empty()) json["owner"] = {{"name", owner}};
    return json;
  }

  [[nodiscard]] Json evidences(const Identity& identity) const {
    Json list = Json::array();
    for (const Occurrence& place : identity.occurrences) {
      if (list.size() == kMostEvidences) break;
      std::string path = path_of(redactor(), place.location);
      if (path.empty()) path = "stdin";
      list.push_back({{"file", {{"name", file_name(path)}, {"path", path}, {"type_id", 1}}},
                      {"data", json_.occurrence(place, redactor().secrets_of(identity.parts))}});
    }
    return list;
  }

  [[nodiscard]] Json unmapped(const Identity& identity) const {
    const std::size_t places = identity.occurrences.size();
    return {{"secret", report_.show_secrets ? listing_.secret_of(identity)
                                            : redactor().clean(listing_.secret_of(identity))},
            {"provider", text_or_null(identity.provider)},
            {"exposure", exposure_of(identity)},
            {"environment", identity.environment},
            {"lifetime", to_string(identity.lifetime.lifetime_class)},
            {"scope", to_string(identity.scope.level)},
            {"state", to_string(identity.state)},
            {"owner_verdict", to_string(identity.owner.verdict)},
            {"validity", to_string(identity.validity)},
            {"evidences_left_out", places > kMostEvidences ? places - kMostEvidences : 0}};
  }

  [[nodiscard]] Json scan() const {
    constexpr int kCompleted = 2;
    constexpr int kManual = 1;
    constexpr int kInformational = 1;
    // NOLINTNEXTLINE(readability-suspicious-call-argument)
    Json json = event(kApplicationActivity, kScanActivity, kCompleted, kInformational);
    json["class_name"] = "Scan Activity";
    json["scan"] = {{"type_id", kManual},
                    {"name", "nhiscan " + report_.command},
                    {"uid", uuid_of(report_.command + "\n" + std::to_string(report_.started) +
                                    "\n" + join(report_.roots, "\n"))}};
    json["start_time"] = milliseconds(report_.started);
    json["end_time"] = milliseconds(report_.finished);
    json["num_files"] = report_.coverage.files;
    json["num_detections"] = listing_.identities().size();
    json["num_skipped_items"] = report_.coverage.skipped.size();
    json["status_id"] = report_.complete ? 1 : 2;
    if (!report_.complete) json["status_detail"] = "something could not be read";
    json["unmapped"] = {{"coverage", json_.coverage_counts()},
                        {"rules", json_.tool().at("rules")},
                        {"not_read", not_read()}};
    return json;
  }

  [[nodiscard]] Json not_read() const {
    Json list = Json::array();
    for (const Skipped& skipped : report_.coverage.skipped)
      if (skipped.failed && list.size() < kMostEvidences) list.push_back(json_.skipped(skipped));
    return list;
  }

  const Report& report_;
  ReportJson json_;
  Listing listing_;
};

}  // namespace

void write_ocsf(const Report& report, std::ostream& out) { OcsfReport(report).write(out); }

}  // namespace nhiscan
