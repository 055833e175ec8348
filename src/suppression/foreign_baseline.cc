#include "suppression/foreign_baseline.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "suppression/baseline_file.h"

namespace nhiscan {
namespace {

constexpr auto kFormats = std::to_array<BaselineFormat>({
    {"nhiscan baseline", kBaselineName, read_own_baseline},
    {"nhiscan report", "", read_own_report},
    {"gitleaks fingerprints", ".gitleaksignore", read_fingerprint_lines},
    {"betterleaks fingerprints", ".betterleaksignore", read_fingerprint_lines},
    {"gitleaks report", "", read_gitleaks_report},
    {"detect-secrets baseline", ".secrets.baseline", read_detect_secrets},
    {"kingfisher baseline", "", read_kingfisher},
    {"ggshield settings", ".gitguardian.yaml", read_gitguardian},
    {"ggshield settings", ".gitguardian.yml", read_gitguardian},
    {"secretsignore", ".secretsignore", read_secretsignore},
});

const BaselineFormat& named(Result<KnownFindings> (*read)(std::string_view, const std::string&)) {
  return *std::ranges::find(kFormats, read, &BaselineFormat::read);
}

bool holds_line(std::string_view text, std::string_view begin) {
  while (!text.empty())
    if (take_line(text).starts_with(begin)) return true;
  return false;
}

bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// Whether the first line that says something is `PATH:RULE:LINE`.
bool is_fingerprint_line(std::string_view text) {
  while (!text.empty()) {
    const std::string_view line = trim(take_line(text));
    if (line.empty() || line.front() == '#') continue;
    const std::size_t colon = line.rfind(':');
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return colon != std::string_view::npos && colon + 1 < line.size() &&
           std::ranges::all_of(line.substr(colon + 1), is_digit) && line.find(':') != colon;
  }
  return false;
}

}  // namespace

std::span<const BaselineFormat> baseline_formats() { return kFormats; }

const BaselineFormat& format_of_baseline(std::string_view file, std::string_view text) {
  const std::string_view name = file.substr(file.rfind('/') + 1);
  for (const BaselineFormat& format : kFormats)
    if (!format.file_name.empty() && format.file_name == name) return format;
  const std::string_view start = trim(text, " \t\r\n\xef\xbb\xbf");
  if (start.starts_with('[')) return named(read_gitleaks_report);
  if (start.starts_with('{'))
    return named(holds(text, "nhiscan-report/") ? read_own_report : read_detect_secrets);
  if (holds_line(text, "ExactFindings:") || holds_line(text, "repositories:"))
    return named(read_kingfisher);
  if (holds_line(text, "secret:") || holds(text, "ignored_matches:"))
    return named(read_gitguardian);
  return named(is_fingerprint_line(text) ? read_fingerprint_lines : read_own_baseline);
}

Result<KnownFindings> read_own_baseline(std::string_view text, const std::string& file) {
  auto read = parse_baseline(text, file);
  if (!read) return read.error();
  return to_known(*std::move(read));
}

KnownFindings to_known(BaselineFile baseline) {
  KnownFindings known;
  known.is_ours = true;
  known.notes = std::move(baseline.notes);
  known.salt_check = std::move(baseline.salt_check);
  for (BaselineEntry& entry : baseline.entries) {
    KnownFinding& finding = known.findings.emplace_back();
    finding.line = entry.line;
    finding.fingerprint = std::move(entry.fingerprint);
    finding.salt = std::move(entry.salt);
    finding.rule = std::move(entry.rule);
    finding.reason = std::move(entry.reason);
    finding.owner = std::move(entry.owner);
    finding.expires = entry.expires;
  }
  return known;
}

}  // namespace nhiscan
