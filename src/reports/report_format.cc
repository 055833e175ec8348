#include "reports/report_format.h"

#include <algorithm>
#include <array>

namespace nhiscan {

// Each is defined in the file of its name.
void write_table(const Report& report, std::ostream& out);
void write_hook(const Report& report, std::ostream& out);
void write_json(const Report& report, std::ostream& out);
void write_jsonl(const Report& report, std::ostream& out);
void write_sarif(const Report& report, std::ostream& out);
void write_csv(const Report& report, std::ostream& out);
void write_html(const Report& report, std::ostream& out);
void write_junit(const Report& report, std::ostream& out);
void write_github(const Report& report, std::ostream& out);
void write_gitlab(const Report& report, std::ostream& out);
void write_gitleaks(const Report& report, std::ostream& out);
void write_markdown(const Report& report, std::ostream& out);
void write_cyclonedx(const Report& report, std::ostream& out);
void write_ocsf(const Report& report, std::ostream& out);

std::span<const ReportFormat> report_formats() {
  static constexpr auto kFormats = std::to_array<ReportFormat>({
      {"table", "for people, the default on a terminal", write_table},
      {"hook", "for whom a git hook stops: why, and what to do", write_hook},
      {"json", "the whole report", write_json},
      {"jsonl", "one finding or identity on each line", write_jsonl},
      {"sarif", "SARIF 2.1.0, for code-scanning tools", write_sarif},
      {"csv", "one finding or identity on each line, for spreadsheets", write_csv},
      {"markdown", "a comment on a pull request", write_markdown},
      {"html", "one page to open in a browser", write_html},
      {"junit", "JUnit XML, for the test pages of CI", write_junit},
      {"github", "annotations of GitHub Actions", write_github},
      {"gitlab", "GitLab's secret-detection report 15.2.1", write_gitlab},
      {"gitleaks", "the JSON of gitleaks, for what reads that", write_gitleaks},
      {"cyclonedx", "CycloneDX 1.6, cryptographic assets", write_cyclonedx},
      {"ocsf", "OCSF 1.5.0 detection findings, one on each line", write_ocsf},
  });
  return kFormats;
}

const ReportFormat* find_report_format(std::string_view name) {
  const auto formats = report_formats();
  const auto format = std::ranges::find(formats, name, &ReportFormat::name);
  return format == formats.end() ? nullptr : &*format;
}

}  // namespace nhiscan
