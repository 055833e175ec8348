#pragma once

#include "cli/options.h"
#include "detection/rule_set.h"
#include "suppression/baseline.h"

namespace nhiscan {

/// Looks up what stood at the places that entries name in a commit: its file is read from the
/// repository and scanned. So they know a secret wherever it went. Files above `--max-file-size`,
/// or 64 MiB, are left alone.
void resolve_places(Baselines& baselines, const RuleSet& rules, const ScanSettings& settings,
                    const std::string& salt);

}  // namespace nhiscan
