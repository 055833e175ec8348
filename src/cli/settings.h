#pragma once

#include <CLI/CLI.hpp>
#include <map>
#include <string>
#include <vector>

#include "cli/options.h"
#include "cli/settings_file.h"
#include "nhiscan/result.h"

namespace nhiscan {

/// The settings files that count for all of a run, the one that wins first: those that all PATHs
/// have above them, up to the top of their repository, then the user's.
struct SettingsLayers {
  std::vector<SettingsFile> files;
  std::string rule_file;  ///< `.gitleaks.toml` or its like, where the project has no file of ours
};

/// The directory that settings and baselines are looked for up to: the top of the working tree that
/// `path` lies in; without one the working directory, if `path` lies there, else the directory
/// of `path` itself. Canonical.
std::string top_of(const std::string& path);

/// The directory of `path`, or `path` where it is one, and those above it up to `top_of(path)`.
std::vector<std::string> directories_above(const std::string& path);

/// A canonical path as messages name it: from the working directory where it lies there.
std::string shown_path(const std::string& path);

/// Reads the settings files of the run and sets every argument that the command line did not. A
/// file that is wrong is an error with its line.
Status apply_settings(const CLI::App& command, ScanArguments& arguments);

}  // namespace nhiscan
