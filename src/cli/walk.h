#pragma once

#include <memory>

#include "cli/options.h"
#include "nhiscan/result.h"
#include "sources/source.h"

namespace nhiscan {

/// The files that the settings name.
Result<std::unique_ptr<Source>> open_walk(const ScanSettings& settings);

}  // namespace nhiscan
