#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cli/options.h"
#include "cli/settings.h"
#include "nhiscan/finding.h"
#include "nhiscan/result.h"

namespace nhiscan {

/// What settings files say of single places: allowlists, `exclude`, and in a directory of its own
/// (an overlay) the thresholds and rules as well.
class PlaceSettings {
 public:
  /// The settings outlive it.
  explicit PlaceSettings(const ScanSettings& settings);

  /// Reads the overlays of the findings' directories and drops the findings that they, or the
  /// settings of the run, leave out; `excused` is how many that were, but for thresholds. Fails if
  /// an overlay is wrong.
  Status drop_left_out(std::vector<Finding>& findings, std::uint64_t& excused);

 private:
  struct Overlay {
    const SettingsFile* file;
    std::string prefix;  // of the finding's path from the file's directory
  };

  Result<const std::vector<Overlay>*> overlays_of(const Finding& finding);
  Result<const SettingsFile*> file_in(const std::string& directory);
  [[nodiscard]] bool is_excused(const Finding& finding, const std::vector<Overlay>& overlays) const;
  bool is_wanted(const Finding& finding, const std::vector<Overlay>& overlays) const;

  const ScanSettings& settings_;
  std::vector<const SettingsFile*> of_run_;
  std::map<std::string, std::unique_ptr<SettingsFile>> read_;  // by directory; null: none there
  std::map<std::string, std::vector<Overlay>> by_directory_;   // of shown paths
  std::map<std::string, std::string> tops_;                    // by PATH argument
};

}  // namespace nhiscan
