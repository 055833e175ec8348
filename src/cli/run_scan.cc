// What `dir`, `stdin` and `inventory` do, top to bottom.
#include "cli/run_scan.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <functional>
#include <iostream>
#include <map>
#include <optional>
#include <set>

#include "base/near_word.h"
#include "base/text.h"
#include "classification/classify.h"
#include "cli/history.h"
#include "cli/output.h"
#include "cli/settings.h"
#include "cli/suppressions.h"
#include "credentials/fingerprint.h"
#include "credentials/rule_names.h"
#include "detection/rule_file.h"
#include "detection/rule_set.h"
#include "inventory/inventory.h"
#include "nhiscan/version.h"
#include "ownership/assign.h"
#include "policy/policy.h"
#include "reports/redactor.h"
#include "scan/range_scan.h"
#include "scan/scan.h"
#include "sources/tracked.h"
#include "store/history_states.h"

namespace nhiscan {
namespace {

/// `key` is what settings files call the option.
Status check_known(const RuleSet& rules, const std::vector<std::string>& ids,
                   const ScanArguments& arguments, const std::string& key) {
  std::vector<std::string_view> known;
  for (const auto& rule : rules.rules())
    known.push_back(rule->id);
  for (const std::string& id : ids) {
    if (std::ranges::find(known, id) != known.end()) continue;
    std::string option = "--" + key;
    std::ranges::replace(option, '_', '-');
    const auto origin = arguments.origins.find(key);
    if (origin != arguments.origins.end() && origin->second != "command line")
      option = origin->second + ": " + key;
    return Error{option + ": there is no rule '" + id + "'" + did_you_mean(id, known)};
  }
  return Done{};
}

/// Checksums, readers and rules that a user's rule names are there.
Status check_names(const RuleSet& rules) {
  const auto is_rule = [&](std::string_view id) {
    return std::ranges::any_of(rules.rules(), [&](const auto& rule) { return rule->id == id; });
  };
  for (std::size_t i = 0; i < rules.rules().size(); ++i) {
    if (rules.is_built_in(i)) continue;
    const auto problems = unknown_names(*rules.rules()[i], is_rule);
    if (!problems.empty()) return Error{to_string(problems.front())};
  }
  return Done{};
}

enum class RuleFileUse : std::uint8_t { rules, settings };

/// Does what a file of another scanner says of the rules that it counts on; what isn't there is
/// noted.
void change_built_in(RuleSet& rules, RuleFile& file, RuleFileUse use) {
  for (const std::string& id : file.left_out)
    if (!rules.leave_out_built_in(id))
      file.notes.push_back(file.file + ": disabledRules: there is no rule '" + id +
                           "' to leave out");
  for (const RuleFile::ForBuiltIn& change : file.for_built_in)
    if ((!change.in_settings || use == RuleFileUse::settings) &&
        !rules.excuse_built_in(change.rule, change.allowlists))
      file.notes.push_back(change.file + ":" + std::to_string(change.line) +
                           ": there is no rule '" + change.rule +
                           "' to add to; it counts for nothing");
}

Status add_rule_file(const std::string& path, RuleFileUse use, const ScanArguments& arguments,
                     RuleSet& rules) {
  auto added = load_rule_file(path);
  if (!added) return added.error();
  change_built_in(rules, *added, use);
  if (const Status done = rules.add(std::move(added->rules), rule_cache_directory()); !done)
    return done.error();
  if (!arguments.quiet) say_notes(added->notes);
  return Done{};
}

/// How each PATH lies in its tree, for rules that look at paths from its top.
std::map<std::string, std::string, std::less<>> rule_paths(const ScanArguments& arguments) {
  std::map<std::string, std::string, std::less<>> paths;
  if (arguments.is_stdin) return paths;
  for (const std::string& path : arguments.paths) {
    std::error_code failed;
    const auto within =
        std::filesystem::weakly_canonical(path, failed).lexically_relative(top_of(path));
    paths[path] = within == "." ? "" : within.string();
  }
  return paths;
}

/// Window buffers take up to an eighth of the memory; the rest is for what is found and for
/// libraries.
std::size_t window_size(const ScanSettings& settings) {
  const std::uint64_t share = settings.max_memory / 8 / settings.threads;
  return std::clamp<std::uint64_t>(share, 1024UL * 1024, 8UL * 1024 * 1024);
}

ScanOptions scan_options(ScanCommand::Output output, const ScanSettings& settings) {
  ScanOptions options;
  options.window_size = window_size(settings);
  options.max_file_size = settings.max_file_size;
  options.unpack = settings.unpack;
  options.now = settings.now;
  options.salt = salt_of(settings.arguments);
  if (settings.arguments.layers && !settings.arguments.layers->rule_file.empty())
    options.rule_paths = rule_paths(settings.arguments);
  if (std::ranges::any_of(settings.targets, [](const ReportTarget& target) {
        return target.format->name == "sarif";
      }))
    options.line_hashes = ScanOptions::LineHashes::add;
  if (output == ScanCommand::Output::inventory)
    options.declarations = ScanOptions::Declarations::read;
  return options;
}

void mark_tracked(std::vector<Finding>& findings) {
  TrackedFiles files;
  for (Finding& finding : findings)
    if (!finding.tracked && !finding.location.root.empty())
      finding.tracked = files.is_tracked(finding.location.path);
}

Status read_histories(const std::vector<HistoryTarget>& targets,
                      const std::vector<HistoryOptions>& histories, const RuleSet& rules,
                      const ScanOptions& options, const ScanSettings& settings,
                      ScanOutcome& outcome, ScanProgress& progress) {
  const auto is_ranged = [](const HistoryOptions& history) { return !history.range.tips.empty(); };
  std::optional<HistoryStates> states;
  if (!settings.arguments.state.empty() && std::ranges::none_of(histories, is_ranged)) {
    auto opened = HistoryStates::open(settings.arguments.state);
    if (!opened) return opened.error();
    states = *std::move(opened);
  }
  ReadBefore others;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    EarlierReading earlier;
    if (states)
      earlier.run = &states->of(canonical_name(targets[i].layout));
    else if (targets.size() > 1)
      earlier.repositories = &others;
    auto history = is_ranged(histories[i]) ? scan_range(targets[i], rules, options, histories[i],
                                                        settings.threads, progress)
                                           : scan_history(targets[i], rules, options, histories[i],
                                                          settings.threads, earlier, progress);
    if (!history) return history.error();
    add_history(outcome, *std::move(history));
  }
  if (!states || interrupted()) return Done{};
  if (const Status saved = states->save(); !saved)
    outcome.coverage.skipped.push_back(
        {settings.arguments.state, "what was read can't be remembered: " + saved.error().message, 0,
         true});
  return Done{};
}

/// The ids of what baselines know.
std::set<std::string> known_secrets(const std::vector<Finding>& findings) {
  std::set<std::string> ids;
  for (const Finding& finding : findings)
    if (finding.in_baseline) ids.insert(finding.id);
  return ids;
}

std::size_t terminal_width() {
  const char* columns = std::getenv("COLUMNS");  // NOLINT(concurrency-mt-unsafe)
  if (columns != nullptr) {
    std::size_t width = 0;
    const char* end = columns + std::strlen(columns);
    if (const auto read = std::from_chars(columns, end, width); read.ptr == end && width > 0)
      return width;
  }
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 100;
}

bool is_complete(const Coverage& coverage) {
  return std::ranges::none_of(coverage.skipped, &Skipped::failed);
}

/// Which settings files count, the one that wins first.
void say_settings(const ScanArguments& arguments) {
  std::string names;
  if (arguments.layers) {
    for (const SettingsFile& file : arguments.layers->files)
      names += (names.empty() ? "" : ", then ") + file.file;
    if (!arguments.layers->rule_file.empty())
      names = arguments.layers->rule_file + (names.empty() ? "" : ", then ") + names;
  }
  say_notes({"settings: " + (names.empty() ? "no file" : names)});
}

void say(const ScanSettings& settings, const Report& report) {
  if (settings.arguments.verbose > 0)
    std::cerr << "nhiscan: " << report.rule_count << " rules (" << report.rule_digest << "), "
              << settings.threads << (settings.threads == 1 ? " thread\n" : " threads\n");
  if (settings.arguments.verbose > 0) say_settings(settings.arguments);
  if (settings.arguments.quiet) return;
  const Redactor redactor(report);
  for (const Skipped& skipped : report.coverage.skipped)
    if (skipped.failed)
      std::cerr << "nhiscan: " << escape_terminal(redactor.clean(skipped.path)) << ": "
                << skipped.reason << '\n';
}

/// Whether there is what makes the exit status 1: a finding that `--fail-on` is true of; without
/// it any finding, or for an inventory a policy that failed.
bool has_failed(const ScanSettings& settings, const Report& report, const Verdict& verdict,
                ScanCommand::Output output) {
  if (!settings.fail_on && output == ScanCommand::Output::inventory) return verdict.failed > 0;
  return std::ranges::any_of(report.findings, [&](const Finding& finding) {
    return fails_run(finding) && !finding.in_baseline &&
           (!settings.fail_on || settings.fail_on(finding, settings.now));
  });
}

int exit_status(const ScanSettings& settings, const Report& report, bool found) {
  if (interrupted()) return static_cast<int>(ExitCode::interrupted);
  if (found && !settings.arguments.exit_zero) return settings.arguments.exit_code;
  return static_cast<int>(report.complete || (found && settings.arguments.exit_zero)
                              ? ExitCode::clean
                              : ExitCode::incomplete);
}

}  // namespace

int exit_after(const Status& written, ExitCode otherwise) {
  if (written) return static_cast<int>(otherwise);
  std::cerr << "nhiscan: " << written.error().message << '\n';
  return static_cast<int>(ExitCode::incomplete);
}

Result<RuleSet> load_rule_set(const ScanArguments& arguments) {
  auto rules = RuleSet::embedded();
  if (!rules) return rules.error();
  if (arguments.layers && !arguments.layers->rule_file.empty())
    if (const Status done =
            add_rule_file(arguments.layers->rule_file, RuleFileUse::settings, arguments, *rules);
        !done)
      return done.error();
  for (const std::string& path : arguments.rule_files)
    if (const Status done = add_rule_file(path, RuleFileUse::rules, arguments, *rules); !done)
      return done.error();
  if (const Status known = check_names(*rules); !known) return known.error();
  if (const Status known = check_known(*rules, arguments.only_rules, arguments, "only_rule");
      !known)
    return known.error();
  if (const Status known = check_known(*rules, arguments.skipped_rules, arguments, "skip_rule");
      !known)
    return known.error();
  const auto named = [](const std::vector<std::string>& ids, const Rule& rule) {
    return std::ranges::find(ids, rule.id) != ids.end();
  };
  rules->restrict_to([&](const Rule& rule) {
    return (arguments.only_rules.empty() || named(arguments.only_rules, rule)) &&
           !named(arguments.skipped_rules, rule);
  });
  return rules;
}

Report make_report(std::string_view command, const ScanSettings& settings, const RuleSet& rules) {
  Report report;
  report.tool_version = kVersion;
  report.rule_count = rules.enabled_count();
  report.rule_digest = rules.digest();
  report.started = settings.now;
  report.command = command;
  report.roots = settings.arguments.paths;
  report.show_secrets = settings.arguments.show_secrets;
  report.redact_percent = settings.redact_percent;
  report.color = settings.color;
  report.width = terminal_width();
  report.threads = settings.threads;
  return report;
}

Result<ScanOutcome> read_inputs(const ScanInputs& inputs, const RuleSet& rules,
                                ScanCommand::Output output, const ScanSettings& settings,
                                ScanProgress& progress) {
  const ScanOptions options = scan_options(output, settings);
  std::vector<HistoryOptions> histories;
  for (const HistoryTarget& target : inputs.histories) {
    auto history = history_options(settings, target);
    if (!history) return history.error();
    if (!inputs.range.tips.empty()) history->range = inputs.range;
    histories.push_back(*std::move(history));
  }
  ScanOutcome outcome;
  if (inputs.source != nullptr) {
    outcome = scan(*inputs.source, rules, options, settings.threads, progress);
    mark_tracked(outcome.findings);
  }
  if (const Status read =
          read_histories(inputs.histories, histories, rules, options, settings, outcome, progress);
      !read)
    return read.error();
  if (interrupted())
    outcome.coverage.skipped.push_back({".", "interrupted; the rest was not read", 0, true});
  classify(outcome.findings);
  return outcome;
}

void say_notes(const std::vector<std::string>& notes) {
  for (const std::string& note : notes)
    std::cerr << "nhiscan: " << escape_terminal(note) << '\n';
}

Result<int> run_scan(const ScanCommand& command, const ScanSettings& settings, ScanInputs inputs) {
  auto rules = load_rule_set(settings.arguments);
  if (!rules) return rules.error();
  auto suppressions = Suppressions::load(settings);
  if (!suppressions) return suppressions.error();
  suppressions->prepare(*rules);
  Report report = make_report(command.name, settings, *rules);

  TerminalProgress progress(
      settings.progress ? TerminalProgress::Visible::yes : TerminalProgress::Visible::no,
      std::move(inputs.listing));
  auto read = read_inputs(inputs, *rules, command.output, settings, progress);
  if (!read) {
    progress.finish();
    return read.error();
  }
  ScanOutcome outcome = *std::move(read);
  report.findings = std::move(outcome.findings);
  report.coverage = std::move(outcome.coverage);
  report.suppressed = outcome.suppressed;
  report.complete = is_complete(report.coverage);

  const bool as_inventory = command.output == ScanCommand::Output::inventory;
  if (const Status done = suppressions->apply(report.findings, report.suppressed, *rules); !done) {
    progress.finish();
    return done.error();
  }
  if (!as_inventory) std::erase_if(report.findings, std::mem_fn(&Finding::in_baseline));
  if (as_inventory)
    report.inventory =
        build_inventory(report.findings, outcome.declarations, salt_of(settings.arguments));
  if (as_inventory || !report.findings.empty())
    assign_owners(report.findings, report.inventory,
                  {settings.arguments.paths, settings.now, as_inventory ? Blame::yes : Blame::no});
  classify(report.inventory, settings.now);
  const Verdict verdict = evaluate(report.inventory, known_secrets(report.findings));
  progress.finish();

  report.finished = settings.fixed_now.value_or(std::time(nullptr));
  say(settings, report);
  if (!settings.arguments.quiet) {
    say_notes(suppressions->notes());
    if (inputs.source != nullptr && !inputs.histories.empty() && report.complete)
      say_notes(suppressions->unused_notes());
  }
  if (const Status written = write_reports(report, settings.targets); !written) {
    std::cerr << "nhiscan: " << written.error().message << '\n';
    return static_cast<int>(ExitCode::incomplete);
  }
  return exit_status(settings, report, has_failed(settings, report, verdict, command.output));
}

}  // namespace nhiscan
