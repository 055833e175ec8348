// CycloneDX 1.6: each identity as a cryptographic asset (an account that is only declared, as an
// application) with where it was seen as evidence. What the standard has no field for is a property
// `nhi:…`. `value` stays empty unless secrets are shown.
#include <algorithm>
#include <cmath>
#include <string>
#include <variant>
#include <vector>

#include "base/time.h"
#include "nhiscan/report.h"
#include "reports/json_list.h"
#include "reports/listing.h"
#include "reports/phrases.h"
#include "reports/uuid.h"

namespace nhiscan {
namespace {

std::string_view material_type(Kind kind) {
  switch (kind) {
    case Kind::oauth_token:
    case Kind::refresh_token:
    case Kind::session_token:
    case Kind::jwt:
      return "token";
    case Kind::webhook:
    case Kind::client_secret:
      return "shared-secret";
    case Kind::signing_secret:
      return "secret-key";
    case Kind::password:
    case Kind::basic_auth:
      return "password";
    case Kind::private_key:
    case Kind::ssh_key:
      return "private-key";
    case Kind::keystore:
    case Kind::pgp_key:
      return "key";
    default:
      return "credential";
  }
}

std::string_view key_state(const Identity& identity) {
  if (identity.state == State::expired) return "deactivated";
  return identity.leaked ? "compromised" : "active";
}

class CyclonedxReport {
 public:
  explicit CyclonedxReport(const Report& report)
      : report_(report), redactor_(report), listing_(report) {}

  void write(std::ostream& out) const {
    out << R"({"$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json", )"
        << R"("bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,)"
        << "\n\"serialNumber\": " << json_line(serial_number())
        << ",\n\"metadata\": " << json_line(metadata()) << ",\n\"components\": ";
    write_json_list(
        listing_.identities(), [&](const Identity* identity) { return component(*identity); }, out);
    out << "}\n";
  }

 private:
  [[nodiscard]] Json serial_number() const {
    std::string text =
        report_.command + "\n" + std::to_string(report_.started) + "\n" + join(report_.roots, "\n");
    for (const Identity* identity : listing_.identities())
      text += "\n" + identity->id;
    return "urn:uuid:" + uuid_of(text);
  }

  [[nodiscard]] Json metadata() const {
    Json tool = {{"type", "application"}, {"name", "nhiscan"}};
    if (!report_.tool_version.empty()) tool["version"] = report_.tool_version;
    return {{"timestamp", format_rfc3339(report_.started)},
            {"tools", {{"components", Json::array({std::move(tool)})}}},
            {"properties",
             Json::array({property("nhi:command", report_.command),
                          property("nhi:complete", report_.complete ? "true" : "false")})}};
  }

  static Json property(std::string_view name, std::string_view value) {
    return {{"name", name}, {"value", value}};
  }

  [[nodiscard]] Json component(const Identity& identity) const {
    const bool is_account =
        !identity.leaked && identity.parts.empty() &&
        (identity.kind == Kind::service_account || identity.kind == Kind::workload_identity);
    Json json = {{"type", is_account ? "application" : "cryptographic-asset"},
                 {"bom-ref", "nhi:" + identity.id},
                 {"name", identity_title(redactor_, identity)}};
    if (!is_account) json["cryptoProperties"] = crypto(identity);
    if (!identity.occurrences.empty()) json["evidence"] = {{"occurrences", occurrences(identity)}};
    json["properties"] = properties(identity);
    return json;
  }

  [[nodiscard]] Json crypto(const Identity& identity) const {
    if (identity.kind == Kind::certificate)
      return {{"assetType", "certificate"}, {"certificateProperties", certificate(identity)}};
    return {{"assetType", "related-crypto-material"},
            {"relatedCryptoMaterialProperties", material(identity)}};
  }

  [[nodiscard]] Json certificate(const Identity& identity) const {
    Json json = {{"certificateFormat", "X.509"}};
    const Secrets own = redactor_.secrets_of(identity.parts);
    const auto copy = [&](const char* fact, const char* key) {
      const auto found = identity.decoded.find(fact);
      if (found == identity.decoded.end()) return;
      if (const auto* text = std::get_if<std::string>(&found->second))
        json[key] = redactor_.clean(*text, own);
    };
    copy("subject", "subjectName");
    copy("issuer", "issuerName");
    if (identity.lifetime.issued)
      json["notValidBefore"] = format_rfc3339(*identity.lifetime.issued);
    if (identity.lifetime.expires)
      json["notValidAfter"] = format_rfc3339(*identity.lifetime.expires);
    return json;
  }

  [[nodiscard]] Json material(const Identity& identity) const {
    Json json = {{"type", material_type(identity.kind)},
                 {"id", identity.id},
                 {"state", key_state(identity)}};
    if (identity.lifetime.issued) json["creationDate"] = format_rfc3339(*identity.lifetime.issued);
    if (identity.lifetime.expires)
      json["expirationDate"] = format_rfc3339(*identity.lifetime.expires);
    if (report_.show_secrets) json["value"] = listing_.secret_of(identity);
    return json;
  }

  [[nodiscard]] Json occurrences(const Identity& identity) const {
    Json list = Json::array();
    for (const Occurrence& place : identity.occurrences) {
      std::string location = path_of(redactor_, place.location);
      for (const std::string& link : place.location.chain)
        location += " > " + redactor_.clean(link);
      Json json = {{"location", location},
                   {"line", place.location.line},
                   {"offset", place.location.begin},
                   {"additionalContext", to_string(place.context)}};
      // The schema wants no element twice: two rules may have found the same bytes.
      if (std::ranges::find(list, json) == list.end()) list.push_back(std::move(json));
    }
    return list;
  }

  [[nodiscard]] Json properties(const Identity& identity) const {
    const std::string owner = redactor_.clean(identity.owner.name);
    Json list = Json::array();
    const auto add = [&](std::string_view name, std::string_view value) {
      if (!value.empty()) list.push_back(property(name, value));
    };
    const auto add_time = [&](std::string_view name, const std::optional<std::int64_t>& time) {
      if (time) add(name, format_rfc3339(*time));
    };
    add("nhi:class", to_string(class_of(identity.kind)));
    add("nhi:kind", to_string(identity.kind));
    add("nhi:provider", identity.provider);
    add("nhi:severity", to_string(identity.severity));
    add("nhi:confidence", to_string(identity.confidence));
    add("nhi:secret",
        redactor_.clean(report_.show_secrets ? std::string() : listing_.secret_of(identity)));
    add("nhi:owner", owner);
    add("nhi:owner:verdict", to_string(identity.owner.verdict));
    add("nhi:lifetime", to_string(identity.lifetime.lifetime_class));
    add("nhi:exposure", exposure_of(identity));
    add("nhi:environment", identity.environment);
    add("nhi:scope", to_string(identity.scope.level));
    add("nhi:state", to_string(identity.state));
    add_time("nhi:first_seen", identity.first_seen);
    add_time("nhi:last_seen", identity.last_seen);
    if (report_.command == "inventory")
      add("nhi:risk", std::to_string(static_cast<int>(std::lround(identity.risk_score))));
    for (const PolicyResult& result : identity.policy)
      add("nhi:policy:" + result.policy, result.verdict);
    return list;
  }

  const Report& report_;
  Redactor redactor_;
  Listing listing_;
};

}  // namespace

void write_cyclonedx(const Report& report, std::ostream& out) {
  CyclonedxReport(report).write(out);
}

}  // namespace nhiscan
