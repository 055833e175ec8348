#include "cli/options.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <ctime>
#include <limits>
#include <thread>

#include "base/text.h"
#include "base/time.h"
#include "policy/fail_on.h"

namespace nhiscan {
namespace {

constexpr std::uint64_t kUnlimited = std::numeric_limits<std::uint64_t>::max();

/// Empty where it isn't set.
std::string_view variable_of(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing sets variables
  return value == nullptr ? "" : value;
}

std::string format_list() {
  std::string list;
  for (const ReportFormat& format : report_formats())
    list += (list.empty() ? "" : ", ") + std::string(format.name);
  return list;
}

/// "500", "10K", "64MiB", "1GB": powers of 1024 whatever the spelling.
std::optional<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || end == text.data()) return std::nullopt;
  const std::string unit = lower_ascii(text.substr(static_cast<std::size_t>(end - text.data())));
  unsigned shift = 0;
  if (unit == "k" || unit == "kb" || unit == "kib")
    shift = 10;
  else if (unit == "m" || unit == "mb" || unit == "mib")
    shift = 20;
  else if (unit == "g" || unit == "gb" || unit == "gib")
    shift = 30;
  else if (!unit.empty() && unit != "b")
    return std::nullopt;
  if (number > kUnlimited >> shift) return std::nullopt;
  return number << shift;
}

const ReportFormat* format_for_file(const std::string& file) {
  const std::size_t dot = file.rfind('.');
  const ReportFormat* named =
      dot == std::string::npos ? nullptr : find_report_format(file.substr(dot + 1));
  return named != nullptr ? named : find_report_format("json");
}

Result<ReportTarget> parse_target(const std::string& text) {
  const std::size_t equals = text.find('=');
  const std::string name = text.substr(0, equals);
  const ReportFormat* format = find_report_format(name);
  if (format == nullptr)
    return Error{"--format: there is no format '" + name + "'; there are " + format_list()};
  if (equals == text.size() - 1)
    return Error{"--format: '" + text + "' names no file behind the ="};
  return ReportTarget{format, equals == std::string::npos ? "" : text.substr(equals + 1)};
}

Result<std::vector<ReportTarget>> report_targets(const ScanArguments& arguments) {
  std::vector<ReportTarget> targets;
  for (const std::string& text : arguments.formats) {
    auto target = parse_target(text);
    if (!target) return target.error();
    targets.push_back(*std::move(target));
  }
  const auto to_stdout = std::ranges::find(targets, std::string(), &ReportTarget::file);
  if (!arguments.output.empty()) {
    if (to_stdout != targets.end())
      to_stdout->file = arguments.output;
    else
      targets.push_back({format_for_file(arguments.output), arguments.output});
  } else if (targets.empty()) {
    targets.push_back({find_report_format(isatty(STDOUT_FILENO) != 0 ? "table" : "json"), ""});
  }
  if (std::ranges::count(targets, std::string(), &ReportTarget::file) > 1)
    return Error{
        "--format: only one report can go to standard output; write --format NAME=FILE for the "
        "others"};
  return targets;
}

Result<int> parse_percent(const std::string& text) {
  int percent = 100;
  if (text.empty()) return percent;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), percent);
  if (failed != std::errc() || end != text.data() + text.size() || percent < 0 || percent > 100)
    return Error{"--redact: '" + text + "' is not a percentage from 0 to 100"};
  return percent;
}

Result<std::optional<std::int64_t>> fixed_now(const std::string& option) {
  const std::string text(!option.empty() ? option : variable_of("SOURCE_DATE_EPOCH"));
  if (text.empty()) return std::optional<std::int64_t>();
  const auto time = parse_rfc3339(text);
  if (!time) return Error{"--now: '" + text + "' is not a time such as 2026-11-22T10:00:00Z"};
  return time;
}

/// no-color.org, and bixense.com/clicolors.
bool wants_color(const ScanArguments& arguments) {
  if (arguments.color != "auto") return arguments.color == "always";
  if (!variable_of("NO_COLOR").empty()) return false;
  const std::string_view forced = variable_of("CLICOLOR_FORCE");
  if (!forced.empty() && forced != "0") return true;
  return isatty(STDOUT_FILENO) != 0 && variable_of("CLICOLOR") != "0" &&
         variable_of("TERM") != "dumb";
}

}  // namespace

void add_reading_options(CLI::App& command, ScanArguments& arguments) {
  add_config_options(command, arguments);
  command
      .add_option("-b,--baseline,--baseline-path", arguments.baselines,
                  "Leave out what FILE knows: of nhiscan, gitleaks, detect-secrets, kingfisher or "
                  "ggshield; may be repeated")
      ->type_name("FILE")
      ->allow_extra_args(false);
  command.add_flag("--no-baseline", arguments.no_baseline,
                   "Use no baseline but those of --baseline");
  command
      .add_option("--salt", arguments.salt,
                  "Key the fingerprints of findings with TEXT in place of the public salt")
      ->type_name("TEXT");
  command.add_option("--rules", arguments.rule_files, "Add the rules of a file or directory")
      ->type_name("PATH")
      ->allow_extra_args(false);
  add_choosing_options(command, arguments);
  command
      .add_option("--min-severity", arguments.min_severity,
                  "Report nothing below low, medium, high or critical")
      ->type_name("SEVERITY")
      ->check(CLI::IsMember({"low", "medium", "high", "critical"}));
  command
      .add_option("--min-confidence", arguments.min_confidence,
                  "Report nothing below low, medium or high")
      ->type_name("CONFIDENCE")
      ->check(CLI::IsMember({"low", "medium", "high"}));
  command
      .add_option("--max-file-size", arguments.max_file_size,
                  "Skip larger files (1M, 2GiB; default: no limit)")
      ->type_name("SIZE");
  command
      .add_option("--max-memory", arguments.max_memory,
                  "Bound on the memory for file contents (default 1GiB)")
      ->type_name("SIZE");
  command
      .add_option("--max-depth", arguments.max_depth,
                  "Open archives in archives and encodings in encodings up to N deep (default 8)")
      ->type_name("N")
      ->check(CLI::Range(0, 64));
  command
      .add_option("--max-expanded", arguments.max_expanded,
                  "Decode no more than this of one file (default 4GiB)")
      ->type_name("SIZE");
  command
      .add_option("--max-unpack-time", arguments.max_unpack_time,
                  "Spend no more than this on unpacking one file (default 300)")
      ->type_name("SECONDS")
      ->check(CLI::Range(1, 86400));
  command
      .add_option("-j,--threads", arguments.threads,
                  "Number of threads (default: one for each processor)")
      ->type_name("N")
      ->check(CLI::Range(1, 1024));
  command.add_option("--now", arguments.now, "Take TIME (RFC 3339) for the present")
      ->type_name("TIME");
  command.add_flag_callback(
      "--progress", [&arguments] { arguments.progress = true; },
      "Show progress on standard error (default: on a terminal)");
  command.add_flag_callback(
      "--no-progress", [&arguments] { arguments.progress = false; }, "Show no progress");
  command.add_flag("-v,--verbose", arguments.verbose, "Say more on standard error");
  command.add_flag("-q,--quiet", arguments.quiet, "Say nothing on standard error but errors");
}

void add_choosing_options(CLI::App& command, ScanArguments& arguments) {
  command.add_option("--only-rule", arguments.only_rules, "Use only this rule; may be repeated")
      ->type_name("ID")
      ->allow_extra_args(false);
  command
      .add_option("--skip-rule", arguments.skipped_rules, "Leave out this rule; may be repeated")
      ->type_name("ID")
      ->allow_extra_args(false);
  command
      .add_option("--exclude", arguments.exclude,
                  "Leave out paths that match a gitignore pattern; may be repeated")
      ->type_name("GLOB")
      ->allow_extra_args(false);
  command.add_flag("--no-ignore", arguments.no_ignore, "Read what .nhiscanignore files leave out");
  command.add_flag("--respect-gitignore", arguments.respect_gitignore,
                   "Leave out files that git ignores");
}

void add_scan_options(CLI::App& command, ScanArguments& arguments) {
  command
      .add_option("-f,--format,--report-format", arguments.formats,
                  "Output format, NAME or NAME=FILE, may be repeated: " + format_list() +
                      ". Default: table on a terminal, else json")
      ->type_name("NAME[=FILE]")
      ->allow_extra_args(false);
  command
      .add_option("-o,--output,--report-path", arguments.output,
                  "Write the report to FILE instead of standard output")
      ->type_name("FILE");
  add_reading_options(command, arguments);
  command.add_flag(
      "--redact{100}", arguments.redact,
      "Hide this share of each secret, as --redact=PERCENT (default: all but its ends)");
  command.add_flag("--show-secrets", arguments.show_secrets, "Write secrets in full");
  command
      .add_option("--fail-on", arguments.fail_on,
                  "Only findings that EXPRESSION is true of count for the exit status, as "
                  "'severity>=high && new'")
      ->type_name("EXPRESSION");
  command
      .add_option("--exit-code", arguments.exit_code,
                  "Exit status when something was found (default 1)")
      ->type_name("N")
      ->check(CLI::Range(0, 255));
  command.add_flag("--exit-zero", arguments.exit_zero, "Exit with 0 whatever was found");
  command.add_option("--color", arguments.color, "auto, always or never")
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}));
}

void add_config_options(CLI::App& command, ScanArguments& arguments) {
  command
      .add_option("-c,--config", arguments.config,
                  "Take the settings from FILE, not from .nhiscan.toml files")
      ->type_name("FILE");
  command.add_flag("--no-config", arguments.no_config, "Read no settings file");
}

void add_plain_options(CLI::App& command, ScanArguments& arguments) {
  command
      .add_option(
          "-f,--format", arguments.formats,
          "Output format, NAME or NAME=FILE, may be repeated: table, json. Default: table on "
          "a terminal, else json")
      ->type_name("NAME[=FILE]")
      ->allow_extra_args(false);
  command.add_option("-o,--output", arguments.output, "Write to FILE instead of standard output")
      ->type_name("FILE");
  command.add_option("--rules", arguments.rule_files, "Add the rules of a file or directory")
      ->type_name("PATH")
      ->allow_extra_args(false);
  command.add_option("--color", arguments.color, "auto, always or never")
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}));
}

Status check_plain_formats(const ScanSettings& settings, std::string_view command) {
  for (const ReportTarget& target : settings.targets)
    if (target.format->name != "table" && target.format->name != "json")
      return Error{"--format: " + std::string(command) + " writes table or json, not '" +
                   std::string(target.format->name) + "'"};
  return Done{};
}

void add_history_options(CLI::App& command, ScanArguments& arguments) {
  command
      .add_option("--since-commit", arguments.since_commit,
                  "Only what commits after REV add, up to HEAD or --branch")
      ->type_name("REV");
  command.add_option("--branch", arguments.branch, "Only what the commits that lead to REV add")
      ->type_name("REV");
  command
      .add_option("--log-opts", arguments.log_options,
                  "Only what a range of commits adds, as main..HEAD")
      ->type_name("RANGE");
  command.add_flag("--reachable", arguments.reachable,
                   "Leave out what no branch, tag, stash or log leads to");
  command.add_flag("--submodules", arguments.submodules,
                   "Read the history of submodules that are checked out, too");
  command
      .add_option("--state", arguments.state,
                  "Remember in FILE what was read; the next run reads only what is new")
      ->type_name("FILE");
  command.add_flag("--verify-objects", arguments.verify_objects,
                   "Compare each object's name with the hash of its content");
  command.add_flag("--full-scan", arguments.full_scan,
                   "Scan every byte of every object; finds the same, takes longer");
}

Result<ScanSettings> check(ScanArguments arguments) {
  ScanSettings settings;
  auto targets = report_targets(arguments);
  if (!targets) return targets.error();
  settings.targets = *std::move(targets);
  settings.min_severity = *parse_severity(arguments.min_severity);
  settings.min_confidence = *parse_confidence(arguments.min_confidence);
  const auto file_size = arguments.max_file_size.empty() ? std::optional(kUnlimited)
                                                         : parse_size(arguments.max_file_size);
  if (!file_size)
    return Error{"--max-file-size: '" + arguments.max_file_size + "' is not a size such as 10M"};
  settings.max_file_size = *file_size;
  const auto memory = parse_size(arguments.max_memory);
  if (!memory || *memory < 16UL * 1024 * 1024)
    return Error{"--max-memory: '" + arguments.max_memory + "' is not a size of at least 16M"};
  settings.max_memory = *memory;
  const auto expanded = parse_size(arguments.max_expanded);
  if (!expanded)
    return Error{"--max-expanded: '" + arguments.max_expanded + "' is not a size such as 4GiB"};
  settings.threads = arguments.threads != 0 ? arguments.threads
                                            : std::max(1U, std::thread::hardware_concurrency());
  if (!arguments.fail_on.empty()) {
    auto condition = parse_fail_on(arguments.fail_on);
    if (!condition) return condition.error().within("--fail-on");
    settings.fail_on = *std::move(condition);
  }
  settings.unpack.depth = arguments.max_depth;
  settings.unpack.expanded = *expanded;
  settings.unpack.time = std::chrono::seconds(arguments.max_unpack_time);
  settings.unpack.in_memory = std::clamp<std::uint64_t>(settings.max_memory / 8 / settings.threads,
                                                        1024UL * 1024, 64UL * 1024 * 1024);
  const auto percent = parse_percent(arguments.redact);
  if (!percent) return percent.error();
  settings.redact_percent = *percent;
  const auto now = fixed_now(arguments.now);
  if (!now) return now.error();
  settings.fixed_now = *now;
  settings.now = now->value_or(std::time(nullptr));
  settings.color = wants_color(arguments);
  settings.progress = arguments.progress.value_or(isatty(STDERR_FILENO) != 0) && !arguments.quiet;
  settings.arguments = std::move(arguments);
  return settings;
}

}  // namespace nhiscan
