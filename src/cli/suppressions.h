#pragma once

#include <string>
#include <vector>

#include "cli/options.h"
#include "detection/rule_set.h"
#include "nhiscan/finding.h"
#include "nhiscan/report.h"
#include "nhiscan/result.h"
#include "suppression/baseline.h"

namespace nhiscan {

/// The salt of the run's fingerprints.
std::string salt_of(const ScanArguments& arguments);

/// What a run leaves out: what settings files excuse and baselines know.
class Suppressions {
 public:
  /// Reads the baselines: those of `--baseline`, and every one that lies at a PATH or above it, up
  /// to the top of its working tree. Fails with the file and line of what is wrong in one.
  static Result<Suppressions> load(const ScanSettings& settings);

  /// Has the rules excuse what baselines of detect-secrets exclude.
  void prepare(RuleSet& rules) const;

  /// Drops what the settings leave out, sets `in_baseline` of what is known, and counts both.
  /// Fails if a settings file in a directory below is wrong.
  Status apply(std::vector<Finding>& findings, Suppressed& suppressed, const RuleSet& rules);

  /// Lines for standard error: what counts for nothing, entries that are expired and were met.
  [[nodiscard]] std::vector<std::string> notes() const;

  /// How many entries of our own baselines weren't met; one line for each with `--verbose`.
  [[nodiscard]] std::vector<std::string> unused_notes() const;

 private:
  explicit Suppressions(const ScanSettings& settings)
      : settings_(&settings), baselines_(salt_of(settings.arguments)) {}

  Status add(const std::string& file, const std::string& directory);
  void mark_ignored_paths(std::vector<Finding>& findings);

  const ScanSettings* settings_;
  Baselines baselines_;
};

}  // namespace nhiscan
