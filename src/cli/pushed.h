#pragma once

#include "cli/options.h"
#include "nhiscan/result.h"

namespace nhiscan {

/// `nhiscan git --pre-push` and `--pre-receive`: the commits that a push brings.
Result<int> run_pushed(const ScanSettings& settings);

}  // namespace nhiscan
