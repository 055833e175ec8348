#include "reports/report_format.h"

#include <algorithm>
#include <array>

namespace nhiscan {

// Each is defined in the file of its name.
void write_table(const Report& report, std::ostream& out);
void write_json(const Report& report, std::ostream& out);
void write_jsonl(const Report& report, std::ostream& out);
void write_sarif(const Report& report, std::ostream& out);
void write_csv(const Report& report, std::ostream& out);

std::span<const ReportFormat> report_formats() {
  static constexpr auto kFormats = std::to_array<ReportFormat>({
      {"table", "for people, the default on a terminal", write_table},
      {"json", "the whole report", write_json},
      {"jsonl", "one finding or identity on each line", write_jsonl},
      {"sarif", "SARIF 2.1.0, for code-scanning tools", write_sarif},
      {"csv", "one finding or identity on each line, for spreadsheets", write_csv},
  });
  return kFormats;
}

const ReportFormat* find_report_format(std::string_view name) {
  const auto formats = report_formats();
  const auto format = std::ranges::find(formats, name, &ReportFormat::name);
  return format == formats.end() ? nullptr : &*format;
}

}  // namespace nhiscan
