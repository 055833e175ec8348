// The JSON report of gitleaks 8, for what reads that (DefectDojo, its own --baseline-path):
// findings only, with the keys in its order. `Secret` and `Match` are redacted, as with its
// --redact.
#include <array>
#include <cmath>
#include <string>

#include "base/time.h"
#include "nhiscan/report.h"
#include "reports/json_list.h"
#include "reports/phrases.h"

namespace nhiscan {
namespace {

/// Bits per byte, to three digits; 0 for a short secret, of which nothing is told.
double entropy_of(const Secret& secret) {
  constexpr std::size_t kShortest = 24;
  const std::string& bytes = secret.expose();
  if (bytes.size() < kShortest) return 0;
  std::array<std::size_t, 256> counts{};
  for (const char c : bytes)
    ++counts[static_cast<unsigned char>(c)];
  double bits = 0;
  for (const std::size_t count : counts) {
    if (count == 0) continue;
    const double share = static_cast<double>(count) / static_cast<double>(bytes.size());
    bits -= share * std::log2(share);
  }
  return std::round(bits * 1000) / 1000;
}

Json leak(const Report& report, const Redactor& redactor, const Finding& finding) {
  const Rule& rule = rule_of(finding);
  const Secrets own = {&finding.secret};
  const Location& place = finding.location;
  const Commit commit = finding.commit.value_or(Commit{});
  const std::string path = path_of(redactor, place);
  const std::string secret = shown_secret(report, finding);
  std::string fingerprint = path + ":" + rule.id + ":" + std::to_string(place.line);
  if (!commit.id.empty()) fingerprint.insert(0, commit.id + ":");
  return {{"RuleID", rule.id},
          {"Description", rule.name.empty() ? "Credential" : rule.name},
          {"StartLine", place.line},
          {"EndLine", place.end_line},
          {"StartColumn", place.column},
          {"EndColumn", place.end_column},
          {"Match", secret},
          {"Secret", secret},
          {"File", path},
          {"SymlinkFile", ""},
          {"Commit", commit.id},
          {"Entropy", entropy_of(finding.secret)},
          {"Author", redactor.clean(commit.author, own)},
          {"Email", redactor.clean(commit.email, own)},
          {"Date", finding.commit ? format_rfc3339(commit.date) : std::string()},
          {"Message", redactor.clean(commit.summary, own)},
          {"Tags", Json::array({to_string(class_of(finding.kind)), to_string(finding.kind),
                                to_string(finding.severity)})},
          {"Fingerprint", fingerprint}};
}

}  // namespace

void write_gitleaks(const Report& report, std::ostream& out) {
  const Redactor redactor(report);
  write_json_list(
      report.findings, [&](const Finding& finding) { return leak(report, redactor, finding); },
      out);
  out << '\n';
}

}  // namespace nhiscan
