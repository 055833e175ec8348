#pragma once

#include "cli/options.h"
#include "nhiscan/report.h"
#include "nhiscan/result.h"

namespace nhiscan {

/// Writes every target. A file is written aside with mode 0600 and renamed when it is whole, so a
/// failure leaves the old one. Standard output that the reader has closed is not an error.
Status write_reports(const Report& report, const std::vector<ReportTarget>& targets);

}  // namespace nhiscan
