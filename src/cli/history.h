#pragma once

#include <vector>

#include "cli/options.h"
#include "nhiscan/result.h"
#include "scan/history.h"

namespace nhiscan {

/// What becomes of a PATH that lies in no repository.
enum class NoRepository : std::uint8_t { error, leave_out };

/// The repositories that the PATHs lie in, each once.
Result<std::vector<HistoryTarget>> open_histories(const ScanSettings& settings,
                                                  NoRepository no_repository);

/// Reads the revisions of `--since-commit`, `--branch` and `--log-opts` in the repository.
Result<HistoryOptions> history_options(const ScanSettings& settings, const HistoryTarget& target);

/// A secret that was found in a file and in the history of that file is one finding: the file's,
/// with the commit that brought it.
void add_history(ScanOutcome& files, ScanOutcome history);

}  // namespace nhiscan
