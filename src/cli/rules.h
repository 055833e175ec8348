#pragma once

#include <CLI/CLI.hpp>

#include "cli/options.h"
#include "nhiscan/result.h"

// The commands of the rule workbench: `nhiscan rules list|show|test|bench`.
namespace nhiscan {

void add_rules_list_options(CLI::App& command, ScanArguments& arguments);
Result<int> run_rules_list(const ScanSettings& settings);
void add_rules_show_options(CLI::App& command, ScanArguments& arguments);
Result<int> run_rules_show(const ScanSettings& settings);
void add_rules_test_options(CLI::App& command, ScanArguments& arguments);
Result<int> run_rules_test(const ScanSettings& settings);
void add_rules_bench_options(CLI::App& command, ScanArguments& arguments);
Result<int> run_rules_bench(const ScanSettings& settings);

}  // namespace nhiscan
