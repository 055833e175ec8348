#pragma once

#include <string>
#include <vector>

#include "reports/paper.h"
#include "reports/phrases.h"

// The parts of the terminal report, from top to bottom.
namespace nhiscan {

/// Something that should be revoked, worded for the end of the report.
struct Urgent {
  std::string what;   ///< name and redacted secret
  std::string where;  ///< path:line
  std::string how;    ///< empty where no recipe is known
};

/// What a part found, for the summary under it.
struct Tally {
  SeverityCounts severities{};
  std::vector<Urgent> urgent;  ///< the worst first
};

/// Findings grouped by file, the worst file first.
Tally print_findings(Paper& paper);

/// Identities grouped by owner, the worst owner first.
Tally print_identities(Paper& paper);

/// `3 critical, 1 low`, coloured.
void add_severities(Line& line, const SeverityCounts& counts);

/// `path:line`, without secrets.
std::string place_phrase(const Paper& paper, const Location& location);

/// Whether a file-like place stands for "only an example": findings there are worth a remark.
std::string context_remark(Context context);

}  // namespace nhiscan
