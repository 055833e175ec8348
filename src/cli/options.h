#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "decoders/unpacker.h"
#include "nhiscan/kinds.h"
#include "nhiscan/result.h"
#include "policy/finding_field.h"
#include "reports/report_format.h"

namespace nhiscan {

struct SettingsLayers;

/// What the options of every scanning command say, as typed, and settings files in their place.
struct ScanArguments {
  std::vector<std::string> paths{"."};
  std::string stdin_name = "stdin";
  bool is_stdin = false;  ///< `paths` names standard input
  std::string as_rule;
  std::string rules_command;  ///< what follows `rules`
  std::string rule_id;
  std::string provider;
  std::string kind;
  std::string text;
  std::vector<std::string> tested_files;
  std::string sort;      ///< of `rules bench`; empty: by what there is
  std::size_t top = 20;  ///< rules that it shows; 0: all
  bool no_times = false;
  std::string since_commit;
  std::string branch;
  std::string log_options;
  std::string state;
  bool reachable = false;
  bool submodules = false;
  bool full_scan = false;
  bool verify_objects = false;
  bool staged = false;
  bool pre_push = false;
  bool pre_receive = false;
  std::string remote;  ///< that is pushed to
  std::vector<std::string> hooks;
  std::string scope = "local";
  bool uninstall = false;
  std::string shell;  ///< that completions are written for
  std::vector<std::string> formats;
  std::string output;
  std::vector<std::string> rule_files;
  std::vector<std::string> only_rules;
  std::vector<std::string> skipped_rules;
  std::vector<std::string> exclude;
  std::vector<std::string> settings_exclude;  ///< from settings files, each from its directory
  std::string config;
  bool no_config = false;
  std::vector<std::string> baselines;
  bool no_baseline = false;
  std::string salt;
  std::string baseline_command;  ///< what follows `baseline`
  std::string reason;
  std::string owner;
  std::string expires;
  bool dry_run = false;
  bool no_ignore = false;
  bool respect_gitignore = false;
  std::string min_severity = "low";
  std::string min_confidence = "low";
  std::string max_file_size;
  std::string max_memory = "1GiB";
  std::size_t max_depth = 8;
  std::string max_expanded = "4GiB";
  unsigned max_unpack_time = 300;
  unsigned threads = 0;
  std::string redact;
  bool show_secrets = false;
  std::string now;
  std::string fail_on;
  int exit_code = 1;
  bool exit_zero = false;
  std::optional<bool> progress;
  std::string color = "auto";
  int verbose = 0;
  bool quiet = false;
  std::map<std::string, std::string, std::less<>> origins;  ///< of settings, by key: "FILE:LINE"
  std::shared_ptr<const SettingsLayers> layers;             ///< the settings files of the run
};

/// Where one report goes; an empty file is standard output.
struct ReportTarget {
  const ReportFormat* format = nullptr;
  std::string file;
};

/// The same, checked and with the defaults filled in.
struct ScanSettings {
  ScanArguments arguments;
  std::vector<ReportTarget> targets;
  Severity min_severity = Severity::low;
  Confidence min_confidence = Confidence::low;
  std::uint64_t max_file_size = 0;
  std::uint64_t max_memory = 0;  ///< bytes
  UnpackLimits unpack;
  unsigned threads = 1;
  Condition fail_on;  ///< empty: every finding fails a run, but for sealed values
  int redact_percent = 100;
  std::optional<std::int64_t> fixed_now;  ///< seconds since the epoch
  std::int64_t now = 0;
  bool color = false;
  bool progress = false;
};

/// Adds the options that every scanning command has.
void add_scan_options(CLI::App& command, ScanArguments& arguments);

/// Adds those of them that say what is read, and how; not what becomes of it.
void add_reading_options(CLI::App& command, ScanArguments& arguments);

/// Adds the options that choose among the rules, and among the files below the paths.
void add_choosing_options(CLI::App& command, ScanArguments& arguments);

/// Adds the options that say which settings files count.
void add_config_options(CLI::App& command, ScanArguments& arguments);

/// Adds the options of the commands that read history.
void add_history_options(CLI::App& command, ScanArguments& arguments);

/// Adds the options of the commands that write a table or JSON: formats, output, rules, colour.
void add_plain_options(CLI::App& command, ScanArguments& arguments);

/// Fails when `command` is to write something else than a table or JSON.
Status check_plain_formats(const ScanSettings& settings, std::string_view command);

/// Fails with what would be right.
Result<ScanSettings> check(ScanArguments arguments);

}  // namespace nhiscan
