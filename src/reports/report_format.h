#pragma once

#include <ostream>
#include <span>
#include <string_view>

#include "nhiscan/report.h"

namespace nhiscan {

/// One row of the table that `--format` and `--help` read.
struct ReportFormat {
  std::string_view name;
  std::string_view summary;  ///< a few words for `--help`
  void (*write)(const Report&, std::ostream&);
};

/// Every output format. What they write is the same bytes for the same report, and holds no secret
/// unless the report says so.
std::span<const ReportFormat> report_formats();

/// The format of that name, or null. Lives as long as the program.
const ReportFormat* find_report_format(std::string_view name);

}  // namespace nhiscan
