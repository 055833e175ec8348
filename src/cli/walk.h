#pragma once

#include <memory>

#include "cli/options.h"
#include "nhiscan/result.h"
#include "sources/source.h"

namespace nhiscan {

/// The files that the settings name.
Result<std::unique_ptr<Source>> open_walk(const ScanSettings& settings);

/// The same source once more, for the progress to count; null where none is shown.
std::unique_ptr<Source> listing_for_progress(const ScanSettings& settings);

}  // namespace nhiscan
