#pragma once

#include <CLI/CLI.hpp>

#include "cli/options.h"
#include "nhiscan/result.h"

// The commands of `nhiscan baseline`: create and prune.
namespace nhiscan {

void add_baseline_create_options(CLI::App& command, ScanArguments& arguments);
Result<int> run_baseline_create(const ScanSettings& settings);
void add_baseline_prune_options(CLI::App& command, ScanArguments& arguments);
Result<int> run_baseline_prune(const ScanSettings& settings);

}  // namespace nhiscan
