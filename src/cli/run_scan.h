#pragma once

#include <cstdint>
#include <memory>
#include <ostream>
#include <string_view>
#include <vector>

#include "cli/options.h"
#include "cli/progress.h"
#include "detection/rule_set.h"
#include "nhiscan/report.h"
#include "nhiscan/result.h"
#include "scan/history.h"
#include "scan/scan.h"
#include "sources/source.h"

namespace nhiscan {

/// The exit statuses of DESIGN: 0 clean, 1 findings, 2 wrong usage, 3 incomplete, 130 interrupted.
enum class ExitCode : std::uint8_t {
  clean = 0,
  findings = 1,
  usage = 2,
  incomplete = 3,
  interrupted = 130
};

/// The status of a command that came to `otherwise`, unless its output could not be written: then
/// says so on standard error.
int exit_after(const Status& written, ExitCode otherwise);

/// What distinguishes the scanning commands.
struct ScanCommand {
  std::string_view name;
  enum class Output : std::uint8_t { findings, inventory } output = Output::findings;
};

/// What is scanned: files or a stream, histories, or both.
struct ScanInputs {
  Source* source = nullptr;
  std::vector<HistoryTarget> histories;
  std::unique_ptr<Source> listing{};  ///< of the same as `source`, to be counted; may be null
  CommitRange range{};  ///< of the histories, in place of what the options name; no tips: none
};

/// The built-in rules and those of `--rules`, without what `--only-rule` and `--skip-rule` leave
/// out.
Result<RuleSet> load_rule_set(const ScanArguments& arguments);

/// A report without findings, as the settings want it.
Report make_report(std::string_view command, const ScanSettings& settings, const RuleSet& rules);

/// Reads the inputs and classifies what is found; says in the coverage if it was interrupted.
Result<ScanOutcome> read_inputs(const ScanInputs& inputs, const RuleSet& rules,
                                ScanCommand::Output output, const ScanSettings& settings,
                                ScanProgress& progress);

/// Lines on standard error.
void say_notes(const std::vector<std::string>& notes);

/// Scans the inputs and writes the reports. The status is a number because `--exit-code` may change
/// it.
Result<int> run_scan(const ScanCommand& command, const ScanSettings& settings, ScanInputs inputs);

}  // namespace nhiscan
