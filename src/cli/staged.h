#pragma once

#include "cli/options.h"
#include "nhiscan/result.h"

namespace nhiscan {

/// `nhiscan git --staged`: what the next commit would bring.
Result<int> run_staged(const ScanSettings& settings);

}  // namespace nhiscan
