// `nhiscan baseline`: a table of commands of its own. Both scan as `nhiscan scan` does, files and
// history.
#include "cli/baseline.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include "base/encoding.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/command.h"
#include "cli/history.h"
#include "cli/output.h"
#include "cli/place_settings.h"
#include "cli/run_scan.h"
#include "cli/settings.h"
#include "cli/suppressions.h"
#include "cli/walk.h"
#include "credentials/fingerprint.h"
#include "suppression/baseline.h"
#include "suppression/baseline_file.h"
#include "suppression/foreign_baseline.h"

namespace nhiscan {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMergeRule = ".nhiscan-baseline merge=union";

struct BaselineCommand {
  std::string_view name;
  std::string_view summary;
  void (*add_options)(CLI::App&, ScanArguments&);
  Result<int> (*run)(const ScanSettings&);
};

constexpr auto kBaselineCommands = std::to_array<BaselineCommand>({
    {"create", "Add what is found to the baseline", add_baseline_create_options,
     run_baseline_create},
    {"prune", "Take out entries that are expired or not found any more", add_baseline_prune_options,
     run_baseline_prune},
});

/// Whether a file is of nhiscan, or is yet to be made.
bool is_writable_baseline(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return true;
  constexpr std::size_t kEnoughToTell = 64UL * 1024;
  std::string text(kEnoughToTell, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return format_of_baseline(file, text).read == read_own_baseline;
}

/// The file that a command writes: the first of `--baseline` that isn't another scanner's, else the
/// nearest at or above the first PATH, else one at the top of its working tree.
std::string written_baseline(const ScanArguments& arguments) {
  const auto named = std::ranges::find_if(arguments.baselines, is_writable_baseline);
  if (named != arguments.baselines.end()) return *named;
  const std::string& path = arguments.paths.front();
  for (const std::string& directory : directories_above(path)) {
    const fs::path file = fs::path(directory) / kBaselineName;
    std::error_code failed;
    if (fs::exists(fs::symlink_status(file, failed))) return shown_path(file.string());
  }
  return shown_path((fs::path(top_of(path)) / kBaselineName).string());
}

/// What the file holds; an empty baseline where there is none.
Result<BaselineFile> read_written(const std::string& file, const std::string& salt) {
  BaselineFile baseline;
  baseline.salt_check = salt_check(salt);
  std::error_code failed;
  if (!fs::exists(file, failed)) return baseline;
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf()))
    if (!fs::is_empty(file, failed)) return Error{file + ": the baseline can't be read"};
  auto read = parse_baseline(text.str(), file);
  if (!read) return read.error();
  if (!read->salt_check.empty() && read->salt_check != baseline.salt_check)
    return Error{file + ": was made under another salt; set 'salt' to what it was then"};
  read->salt_check = baseline.salt_check;
  return read;
}

struct BaselineScan {
  std::vector<Finding> findings;
  Coverage coverage;
  std::set<std::string> rules_left_out;  // ids
};

/// Scans files and history, without what settings leave out.
Result<BaselineScan> scan_for_baseline(const ScanSettings& settings, Suppressions& suppressions) {
  auto rules = load_rule_set(settings.arguments);
  if (!rules) return rules.error();
  suppressions.prepare(*rules);
  const auto source = open_walk(settings);
  if (!source) return source.error();
  auto histories = open_histories(settings, NoRepository::leave_out);
  if (!histories) return histories.error();
  TerminalProgress progress(
      settings.progress ? TerminalProgress::Visible::yes : TerminalProgress::Visible::no, nullptr);
  auto outcome = read_inputs({source->get(), *std::move(histories)}, *rules,
                             ScanCommand::Output::findings, settings, progress);
  Suppressed suppressed;
  Status applied = Done{};
  if (outcome) applied = suppressions.apply(outcome->findings, suppressed, *rules);
  progress.finish();
  if (!outcome) return outcome.error();
  if (!applied) return applied.error();
  BaselineScan scan{std::move(outcome->findings), std::move(outcome->coverage), {}};
  for (std::size_t i = 0; i < rules->rules().size(); ++i)
    if (!rules->enabled(i)) scan.rules_left_out.insert(rules->rules()[i]->id);
  return scan;
}

bool is_whole(const BaselineScan& scan) {
  return std::ranges::none_of(scan.coverage.skipped, &Skipped::failed);
}

/// Says what could not be read.
void say_unread(const BaselineScan& scan) {
  std::vector<std::string> lines;
  for (const Skipped& skipped : scan.coverage.skipped)
    if (skipped.failed) lines.push_back(skipped.path + ": " + skipped.reason);
  say_notes(lines);
}

std::string random_salt() {
  std::random_device device;
  std::string bytes;
  for (int i = 0; i < 10; ++i)
    bytes += static_cast<char>(device() & 0xFFU);
  return encode_base32(bytes);
}

/// `90d`, `12w`, `1y` from now, or a date: the midnight of a day.
Result<std::optional<std::int64_t>> expiry_of(const ScanSettings& settings) {
  const std::string& text = settings.arguments.expires;
  if (text.empty()) return std::optional<std::int64_t>();
  constexpr std::int64_t kDays = 24L * 3600;
  const std::map<char, std::int64_t> units = {{'d', 1}, {'w', 7}, {'y', 365}};
  const auto unit = units.find(text.back());
  const std::string number = text.substr(0, text.size() - 1);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (unit != units.end() && !number.empty() && number.size() < 6 &&
      std::ranges::all_of(number, is_digit))
    return std::optional((settings.now / kDays + std::stol(number) * unit->second) * kDays);
  const auto date = text.size() == 10 ? parse_rfc3339(text) : std::nullopt;
  if (!date)
    return Error{"--expires: '" + text +
                 "' is no date such as 2027-01-31, nor a time from now "
                 "such as 90d, 12w or 1y"};
  return date;
}

Status write_baseline(const std::string& file, const BaselineFile& baseline) {
  // A baseline is shared and holds no secret; keep the permissions of the one that is there.
  std::error_code failed;
  const fs::perms wanted = fs::exists(file, failed)
                               ? fs::status(file, failed).permissions()
                               : fs::perms::owner_read | fs::perms::owner_write |
                                     fs::perms::group_read | fs::perms::others_read;
  Status written = write_output(file, [&](std::ostream& out) { out << to_text(baseline); });
  if (written) fs::permissions(file, wanted, failed);
  return written;
}

/// Has git unite the lines of two branches: a line in `.gitattributes` beside the file, where that
/// lies in a working tree.
Status add_merge_rule(const std::string& file) {
  const fs::path directory = fs::path(file).parent_path();
  std::error_code failed;
  if (fs::path(file).filename() != kBaselineName) return Done{};
  const std::string place = fs::weakly_canonical(directory.empty() ? "." : directory, failed);
  if (!fs::exists(fs::path(top_of(place)) / ".git", failed)) return Done{};
  const std::string attributes = (directory / ".gitattributes").string();
  std::string text;
  if (fs::exists(fs::symlink_status(attributes, failed))) {
    if (!fs::is_regular_file(fs::symlink_status(attributes, failed))) return Done{};
    std::ifstream in(attributes, std::ios::binary);
    text.assign(std::istreambuf_iterator<char>(in), {});
  }
  std::string_view rest = text;
  while (!rest.empty())
    if (trim(take_line(rest)).starts_with(kBaselineName)) return Done{};
  if (!text.empty() && text.back() != '\n') text += '\n';
  text += std::string(kMergeRule) + "\n";
  Status written = write_output(attributes, [&](std::ostream& out) { out << text; });
  constexpr auto kShared = fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read |
                           fs::perms::others_read;
  if (written) fs::permissions(attributes, kShared, failed);
  return written;
}

/// What the file knows of the findings.
class OwnBaseline {
 public:
  OwnBaseline(const BaselineFile& baseline, std::vector<Finding>& findings,
              const ScanSettings& settings)
      : baselines_(salt_of(settings.arguments)) {
    for (Finding& finding : findings)
      finding.in_baseline = false;
    baselines_.add(to_known(baseline));
    baselines_.mark(findings, settings.now, settings.threads);
  }

  [[nodiscard]] std::set<int> met_lines() const {
    std::set<int> lines;
    for (const Baselines::Entry& entry : baselines_.entries())
      if (entry.met) lines.insert(entry.known.line);
    return lines;
  }

 private:
  Baselines baselines_;
};

/// Makes entries of findings.
class NewEntries {
 public:
  NewEntries(const ScanSettings& settings, std::optional<std::int64_t> expires)
      : settings_(settings), expires_(expires) {}

  /// Adds those that aren't known yet; says how many.
  std::size_t add(const std::vector<Finding>& findings, BaselineFile& baseline) {
    for (const BaselineEntry& entry : baseline.entries)
      if (!entry.salt.empty()) salt_ = entry.salt;
    std::set<std::string_view> seen;
    const std::size_t before = baseline.entries.size();
    for (const Finding& finding : findings)
      if (!finding.in_baseline && seen.insert(finding.id).second)
        baseline.entries.push_back(entry_of(finding));
    return baseline.entries.size() - before;
  }

 private:
  BaselineEntry entry_of(const Finding& finding) {
    BaselineEntry entry;
    entry.fingerprint = finding.id;
    if (is_guessable(finding)) {
      if (salt_.empty()) salt_ = random_salt();
      entry.salt = salt_;
      entry.fingerprint = slow_fingerprint(salt_of(settings_.arguments), salt_, finding.kind,
                                           finding.secret.expose());
    }
    entry.rule = finding.rule ? finding.rule->id : "";
    entry.reason = settings_.arguments.reason;
    entry.owner = settings_.arguments.owner;
    entry.expires = expires_;
    return entry;
  }

  const ScanSettings& settings_;
  std::optional<std::int64_t> expires_;
  std::string salt_;
};

bool has_expired(const BaselineEntry& entry, std::int64_t now) {
  KnownFinding known;
  known.expires = entry.expires;
  return !counts_at(known, now);
}

/// Fails if the PATHs aren't all that a baseline may be of: what lies elsewhere would seem gone.
Status check_whole_tree(const ScanArguments& arguments, const std::string& file) {
  if (fs::path(file).filename() != kBaselineName) return Done{};
  std::error_code failed;
  const std::string directory =
      fs::weakly_canonical(fs::path(file).parent_path() / ".", failed).string();
  for (const std::string& path : arguments.paths) {
    const std::vector<std::string> above = directories_above(path);
    if (above.front() != directory && std::ranges::find(above, directory) != above.end())
      return Error{"'" + path + "' is only a part of what " + file +
                   " is the baseline of; give its directory"};
  }
  return Done{};
}

std::string counted(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " entry" : " entries");
}

void say_done(const ScanSettings& settings, const std::string& text) {
  if (!settings.arguments.quiet) say_notes({text});
}

}  // namespace

void add_baseline_options(CLI::App& command, ScanArguments& arguments) {
  command.require_subcommand(1);
  for (const BaselineCommand& row : kBaselineCommands) {
    CLI::App* nested = command.add_subcommand(std::string(row.name), std::string(row.summary));
    row.add_options(*nested, arguments);
    nested->callback([&arguments, name = row.name] { arguments.baseline_command = name; });
  }
}

Result<int> run_baseline(const ScanSettings& settings) {
  return std::ranges::find(kBaselineCommands, settings.arguments.baseline_command,
                           &BaselineCommand::name)
      ->run(settings);
}

void add_baseline_create_options(CLI::App& command, ScanArguments& arguments) {
  command.add_option("path", arguments.paths, "Files, directories and repositories (default: .)")
      ->type_name("PATH");
  command.add_option("--reason", arguments.reason, "Why the new entries are known")
      ->type_name("TEXT");
  command.add_option("--owner", arguments.owner, "Who answers for the new entries")
      ->type_name("NAME");
  command
      .add_option("--expires", arguments.expires,
                  "When the new entries stop counting: 2027-01-31, 90d, 12w, 1y")
      ->type_name("DATE");
  add_reading_options(command, arguments);
  add_history_options(command, arguments);
}

Result<int> run_baseline_create(const ScanSettings& settings) {
  const auto expires = expiry_of(settings);
  if (!expires) return expires.error();
  const std::string file = written_baseline(settings.arguments);
  auto baseline = read_written(file, salt_of(settings.arguments));
  if (!baseline) return baseline.error();
  ScanSettings with_file = settings;
  std::error_code failed;
  std::erase_if(with_file.arguments.baselines,
                [&](const std::string& one) { return !fs::exists(one, failed); });
  auto suppressions = Suppressions::load(with_file);
  if (!suppressions) return suppressions.error();
  auto scan = scan_for_baseline(with_file, *suppressions);
  if (!scan) return scan.error();
  std::erase_if(baseline->entries, [&](const BaselineEntry& entry) {
    return has_expired(entry, settings.now);  // to be made anew
  });
  const OwnBaseline own(*baseline, scan->findings, settings);
  const std::size_t added = NewEntries(settings, *expires).add(scan->findings, *baseline);
  if (const Status written = write_baseline(file, *baseline); !written)
    return exit_after(written, ExitCode::clean);
  if (const Status written = add_merge_rule(file); !written)
    return exit_after(written, ExitCode::clean);
  say_unread(*scan);
  say_done(settings, file + ": " + counted(added) + " added, " +
                         std::to_string(baseline->entries.size()) + " in all");
  return static_cast<int>(is_whole(*scan) ? ExitCode::clean : ExitCode::incomplete);
}

void add_baseline_prune_options(CLI::App& command, ScanArguments& arguments) {
  command
      .add_option("path", arguments.paths,
                  "The tree that the baseline is of, and its repository (default: .)")
      ->type_name("PATH");
  command.add_flag("-n,--dry-run", arguments.dry_run,
                   "Say what would be taken out, and leave the file alone");
  add_reading_options(command, arguments);
}

Result<int> run_baseline_prune(const ScanSettings& settings) {
  const std::string file = written_baseline(settings.arguments);
  std::error_code failed;
  if (!fs::exists(file, failed))
    return Error{file + ": there is no baseline; 'nhiscan baseline create' makes one"};
  auto baseline = read_written(file, salt_of(settings.arguments));
  if (!baseline) return baseline.error();
  if (const Status whole = check_whole_tree(settings.arguments, file); !whole) return whole.error();
  ScanSettings all = settings;
  all.min_severity = Severity::low;
  all.min_confidence = Confidence::low;
  for (const char* key : {"min_severity", "min_confidence"})
    all.arguments.origins[key] = "command line";  // of overlays, too
  all.arguments.since_commit.clear();
  all.arguments.branch.clear();
  all.arguments.log_options.clear();
  auto suppressions = Suppressions::load(all);
  if (!suppressions) return suppressions.error();
  auto scan = scan_for_baseline(all, *suppressions);
  if (!scan) return scan.error();
  if (!is_whole(*scan)) {
    say_unread(*scan);
    say_notes({file + ": nothing is taken out, since not everything could be read"});
    return static_cast<int>(ExitCode::incomplete);
  }
  const std::set<int> met = OwnBaseline(*baseline, scan->findings, settings).met_lines();
  std::vector<std::string> lines;
  std::erase_if(baseline->entries, [&](const BaselineEntry& entry) {
    const bool expired = has_expired(entry, settings.now);
    if (!expired && (met.contains(entry.line) || scan->rules_left_out.contains(entry.rule)))
      return false;
    lines.push_back(file + ":" + std::to_string(entry.line) + ": " +
                    (expired ? "expired on " + format_date(*entry.expires) : "not found any more") +
                    " (" + entry.rule + (entry.reason.empty() ? "" : ": " + entry.reason) + ")");
    return true;
  });
  if (!settings.arguments.quiet) say_notes(lines);
  if (!settings.arguments.dry_run)
    if (const Status written = write_baseline(file, *baseline); !written)
      return exit_after(written, ExitCode::clean);
  say_done(settings, file + ": " + counted(lines.size()) +
                         (settings.arguments.dry_run ? " would be taken out, " : " taken out, ") +
                         std::to_string(baseline->entries.size()) + " left");
  return static_cast<int>(ExitCode::clean);
}

}  // namespace nhiscan
