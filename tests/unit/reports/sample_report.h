#pragma once

#include <memory>
#include <sstream>
#include <string>

#include "nhiscan/report.h"
#include "reports/report_format.h"

// Reports made by hand. Secrets are joined from fragments, so that no complete one stands here.
namespace nhiscan::sample {

constexpr std::int64_t kNow = 1795163400;  // 2026-11-20T08:30:00Z
constexpr std::int64_t kDay = 86400;

inline std::string acme_token() {
  return std::string("acme") + "_00112233445566778899aabbccddeeff";
}
inline std::string short_password() { return std::string("hunter") + "2-is-short"; }
inline std::string private_key() {
  return std::string("-----BEGIN ") + "RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAplanted\n-----END " +
         "RSA PRIVATE KEY-----\n";
}

inline std::shared_ptr<const Rule> rule(std::string id, std::string name, Kind kind,
                                        Severity severity, std::string revoke = {}) {
  auto made = std::make_shared<Rule>();
  made->id = std::move(id);
  made->name = std::move(name);
  made->provider = "Acme";
  made->kind = kind;
  made->severity = severity;
  made->revoke = std::move(revoke);
  return made;
}

inline Location place(std::string path, std::size_t line, std::size_t column) {
  Location location;
  location.root = ".";
  location.path = std::move(path);
  location.line = location.end_line = line;
  location.column = column;
  location.end_column = column + 37;
  return location;
}

inline Finding finding(std::string id, std::shared_ptr<const Rule> rule, std::string secret,
                       Location location) {
  Finding made;
  made.id = std::move(id);
  made.kind = rule->kind;
  made.severity = rule->severity;
  made.confidence = rule->confidence;
  made.provider = rule->provider;
  made.rule = std::move(rule);
  made.secret = Secret(std::move(secret));
  made.location = std::move(location);
  made.line_hash = "93ebec982707f6f5:1";
  return made;
}

inline Report empty_report() {
  Report report;
  report.tool_version = "0.1.0";
  report.rule_count = 900;
  report.rule_digest = "d1gest";
  report.started = kNow;
  report.finished = kNow + 2;
  report.command = "dir";
  report.roots = {"."};
  report.coverage.files = 120;
  report.coverage.bytes_listed = 1300000;
  report.coverage.bytes_scanned = 1234567;
  report.coverage.bytes_skipped = 65433;
  return report;
}

/// What `nhiscan dir .` gives for a small project: something of everything.
inline Report dir_report() {
  Report report = empty_report();
  const auto deploy =
      rule("acme-deploy-token", "Acme deploy token", Kind::api_key, Severity::critical,
           "Acme console > Tokens > Revoke; API: DELETE /v1/tokens/{id}");
  const auto pem = rule("private-key-rsa", "RSA private key", Kind::private_key, Severity::high,
                        "Replace the key wherever its public half is trusted, then delete it");
  const auto password = rule("generic-password", "Password in a connection string or setting",
                             Kind::password, Severity::medium);

  Finding token = finding("idtoken", deploy, acme_token(), place("deploy/settings.py", 12, 15));
  token.lifetime = {.lifetime_class = LifetimeClass::non_expiring,
                    .issued = {},
                    .expires = {},
                    .basis = "format"};
  token.owner.name = "@acme/platform";
  token.environment = "prod";
  token.commit = Commit{.id = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d",
                        .author = "Sam",
                        .email = "sam@example.com",
                        .date = kNow - 100 * kDay,
                        .summary = "set the token to " + acme_token()};
  token.decoded = {{"account", std::string("acme-prod")},
                   {"issued_at", kNow - 100 * kDay},
                   {"live", true},
                   {"scopes", std::vector<std::string>{"read", "write"}},
                   {"raw", "echo of " + acme_token()}};
  report.findings.push_back(token);

  Finding key = finding("idkey", pem, private_key(), place("deploy/settings.py", 140, 1));
  key.location.end_line = 167;
  report.findings.push_back(key);

  Finding copy = finding("idtoken", deploy, acme_token(), place("logs/build.log", 4711, 88));
  copy.context = Context::log;
  copy.tracked = false;
  copy.severity = Severity::high;
  copy.location.chain = {"logs.tar.gz", "app.log"};
  report.findings.push_back(copy);

  Finding sample =
      finding("idpassword", password, short_password(),
              place("tests/very/deeply/nested/folder/with/a/long/name/login_test.py", 9, 3));
  sample.context = Context::test;
  sample.confidence = Confidence::low;
  sample.lifetime.lifetime_class = LifetimeClass::expired;
  sample.lifetime.expires = kNow - 400 * kDay;
  report.findings.push_back(sample);

  report.coverage.skipped = {{"img/logo.png", "binary", 60000, false},
                             {"secret/dump.sql", "permission denied", 5433, true}};
  report.complete = false;
  report.suppressed = {.inline_comment = 2, .baseline = 1, .allowlist = 0, .placeholder = 5};
  return report;
}

/// What `nhiscan inventory .` gives: a leaked token, a certificate, and two declared principals.
inline Report inventory_report() {
  Report report = dir_report();
  report.command = "inventory";

  Identity token;
  token.id = "idtoken";
  token.provider = "Acme";
  token.name = "Acme deploy token";
  token.target = "acme-prod";
  token.redacted = Secret(acme_token()).redacted();
  token.leaked = true;
  token.severity = Severity::critical;
  token.confidence = Confidence::high;
  token.parts = {"idtoken"};
  token.lifetime.lifetime_class = LifetimeClass::non_expiring;
  token.scope = {.level = ScopeLevel::write, .grants = {"deploy"}, .basis = "rule"};
  token.environment = "prod";
  token.first_seen = kNow - 100 * kDay;
  token.risk_score = 92;
  token.risk_factors = {{"leaked", 40, "stands in a tracked file"}};
  for (const Finding& found : report.findings) {
    if (found.id != "idtoken") continue;
    token.occurrences.push_back({.rule = "acme-deploy-token",
                                 .location = found.location,
                                 .context = found.context,
                                 .environment = "prod",
                                 .tracked = found.tracked,
                                 .commit = found.commit,
                                 .at_head = true,
                                 .history = std::nullopt});
  }
  token.owner = {.name = "@acme/platform",
                 .kind = "team",
                 .confidence = 0.9,
                 .verdict = OwnerVerdict::owned,
                 .evidence = {{"CODEOWNERS:3", "/deploy/ @acme/platform"}},
                 .alternates = {}};
  token.consumers = {"deploy/settings.py"};
  token.policy = {{"no-leaked-tokens", "fail", "leaked in plain text"}};
  token.offboarding = {
      "Acme console > Tokens > Revoke; API: DELETE /v1/tokens/{id}",
      "Take the value out of deploy/settings.py and read it from the secret store"};
  report.inventory.identities.push_back(token);

  Identity account;
  account.id = "idaccount";
  account.kind = Kind::service_account;
  account.provider = "Kubernetes";
  account.name = "system:serviceaccount:ci:deployer";
  account.target = "ci";
  account.declared = true;
  account.storage = Storage::referenced;
  account.severity = Severity::high;
  account.scope = {.level = ScopeLevel::admin, .grants = {"*"}, .basis = "ClusterRoleBinding"};
  account.occurrences.push_back({.rule = "kubernetes",
                                 .location = place("k8s/rbac.yaml", 7, 1),
                                 .context = Context::config,
                                 .environment = "unknown",
                                 .tracked = true,
                                 .commit = {},
                                 .at_head = true,
                                 .history = std::nullopt});
  account.warnings = {"bound to cluster-admin"};
  account.risk_score = 71.4;
  report.inventory.identities.push_back(account);

  Identity certificate;
  certificate.id = "idcertificate";
  certificate.kind = Kind::certificate;
  certificate.name = "CN=mtls.acme.example";
  certificate.declared = true;
  certificate.severity = Severity::low;
  certificate.lifetime.lifetime_class = LifetimeClass::bounded;
  certificate.lifetime.expires = kNow + 12 * kDay + 5;
  certificate.owner = {.name = "Ada Example",
                       .kind = "person",
                       .confidence = 0.4,
                       .verdict = OwnerVerdict::weakly_owned,
                       .evidence = {{"blame", "3 of 4 lines"}},
                       .alternates = {}};
  certificate.occurrences.push_back({.rule = "certificate",
                                     .location = place("certs/mtls.pem", 1, 1),
                                     .context = Context::config,
                                     .environment = "unknown",
                                     .tracked = {},
                                     .commit = {},
                                     .at_head = true,
                                     .history = std::nullopt});
  certificate.risk_score = 12;
  report.inventory.identities.push_back(certificate);
  return report;
}

/// Text that tries everything on whoever prints it.
inline std::string hostile_text() {
  return "=1+1\x1B]0;owned\x07\x1B[2J\r\n\xFF\xC2\x9B\xE2\x80\xAE{0}[x](y)%41\"<&'\\"
         "\n::error::x,y:z|a\\|`b``@team #1 *c* www.a.test http://a.test a@b.test ]]>--><!--"
         "</script><script>alert(1)</script><img src=x onerror=alert(1)>\n##[error]x\n"
         "##vso[task.setvariable variable=a]b\xEF\xBF\xBE\xED\xA0\x80 GH-1 :+1: %0A::error::\t\\";
}

/// `hostile_text()` wherever a report holds text that came from files.
inline Report hostile_report() {
  Report report = inventory_report();
  const std::string text = hostile_text();
  report.roots = {text};
  for (Finding& found : report.findings) {
    found.secret = Secret(text + acme_token() + text);
    found.provider = found.target = found.environment = found.key = text;
    found.location.path = text + "/" + found.location.path;
    found.location.root = text;
    found.location.chain = {text};
    found.commit = Commit{.id = text, .author = text, .email = text, .date = 0, .summary = text};
    found.decoded = {{text, text}};
    found.owner.name = found.owner.kind = found.lifetime.basis = found.scope.basis = text;
    found.scope.grants = found.owner.alternates = {text};
    found.owner.evidence = {{text, text}};
    auto rule = std::make_shared<Rule>(*found.rule);
    rule->name = rule->provider = rule->scope = rule->revoke = text;
    found.rule = rule;
  }
  for (Identity& identity : report.inventory.identities) {
    identity.provider = identity.name = identity.target = identity.environment = text;
    identity.redacted = identity.owner.name = identity.owner.kind = text;
    identity.owner.evidence = {{text, text}};
    identity.consumers = identity.agents = identity.warnings = identity.offboarding = {text};
    for (Occurrence& occurrence : identity.occurrences) {
      occurrence.location.path = text;
      occurrence.commit = report.findings.front().commit;
    }
  }
  report.coverage.skipped = {{text, text, 1, false}, {text, text, 1, true}};
  return report;
}

/// The same without an inventory.
inline Report hostile_dir_report() {
  Report report = hostile_report();
  report.command = "dir";
  report.inventory.identities.clear();
  return report;
}

inline Report many_findings(std::size_t count) {
  Report report = empty_report();
  const auto low = rule("acme-id", "Acme id", Kind::api_key, Severity::low);
  const auto high = rule("acme-key", "Acme key", Kind::api_key, Severity::high);
  for (std::size_t i = 0; i < count; ++i) {
    report.findings.push_back(finding("id" + std::to_string(i), i + 1 == count ? high : low,
                                      "value-" + std::to_string(i), place("many.txt", i + 1, 1)));
  }
  return report;
}

inline std::string written(const ReportFormat& format, const Report& report) {
  std::ostringstream out;
  format.write(report, out);
  return out.str();
}

inline std::string written(std::string_view format, const Report& report) {
  return written(*find_report_format(format), report);
}

}  // namespace nhiscan::sample
