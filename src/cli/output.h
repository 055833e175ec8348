#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "cli/options.h"
#include "nhiscan/report.h"
#include "nhiscan/result.h"

namespace nhiscan {

/// Writes what `write` makes, to `file` or, where that is empty, to standard output. A file is
/// written aside with mode 0600 and renamed when it is whole, so a failure leaves the old one.
/// Standard output that the reader has closed is not an error.
Status write_output(const std::string& file, const std::function<void(std::ostream&)>& write);

/// Calls `write` for each target, told whether it wants a table or JSON, as `write_output` does;
/// the first failure is the result.
Status write_targets(const std::vector<ReportTarget>& targets,
                     const std::function<void(bool as_table, std::ostream&)>& write);

/// Writes every target as `write_output` does, also when one fails; the first failure is the
/// result.
Status write_reports(const Report& report, const std::vector<ReportTarget>& targets);

}  // namespace nhiscan
