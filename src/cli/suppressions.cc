#include "cli/suppressions.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "base/system_error.h"
#include "base/time.h"
#include "cli/known_places.h"
#include "cli/place_settings.h"
#include "cli/settings.h"
#include "credentials/fingerprint.h"
#include "sources/ignore_rules.h"
#include "suppression/baseline_file.h"
#include "suppression/foreign_baseline.h"

namespace nhiscan {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestBaseline = 256UL * 1024 * 1024;

Result<std::string> read_baseline_text(const std::string& file) {
  std::error_code failed;
  if (fs::is_directory(file, failed)) return Error{file + ": is a directory, not a baseline"};
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error{file + ": the baseline can't be read: " + describe_error(errno)};
  std::string text;
  std::array<char, 64UL * 1024> part{};
  while (in.read(part.data(), part.size()) || in.gcount() > 0) {
    text.append(part.data(), static_cast<std::size_t>(in.gcount()));
    if (text.size() > kLargestBaseline) return Error{file + ": is larger than 256 MiB"};
  }
  return text;
}

std::vector<std::string> searched_paths(const ScanSettings& settings) {
  return settings.arguments.is_stdin ? std::vector<std::string>{"."} : settings.arguments.paths;
}

std::string place_of(const KnownFindings& file, const KnownFinding& known) {
  return known.line == 0 ? file.file : file.file + ":" + std::to_string(known.line);
}

std::string described(const KnownFinding& known) {
  std::string text = " (" + known.rule;
  if (!known.owner.empty()) text += ", " + known.owner;
  if (!known.reason.empty()) text += ": " + known.reason;
  return text + ")";
}

}  // namespace

std::string salt_of(const ScanArguments& arguments) {
  return arguments.salt.empty() ? std::string(kPublicSalt) : arguments.salt;
}

Result<Suppressions> Suppressions::load(const ScanSettings& settings) {
  Suppressions loaded(settings);
  std::set<std::string> seen;
  const auto add_once = [&](const std::string& file, const std::string& directory) -> Status {
    std::error_code failed;
    if (!seen.insert(fs::weakly_canonical(file, failed).string()).second) return Done{};
    return loaded.add(file, directory);
  };
  const std::vector<std::string> paths = searched_paths(settings);
  for (const std::string& file : settings.arguments.baselines)
    if (const Status done = add_once(file, top_of(paths.front())); !done) return done.error();
  if (settings.arguments.no_baseline) return loaded;
  for (const std::string& path : paths)
    for (const std::string& directory : directories_above(path))
      for (const BaselineFormat& format : baseline_formats()) {
        const fs::path file = fs::path(directory) / format.file_name;
        std::error_code failed;
        if (format.file_name.empty()) continue;
        const fs::file_status status = fs::symlink_status(file, failed);
        if (!fs::exists(status)) continue;
        if (!fs::is_regular_file(status))
          return Error{shown_path(file.string()) +
                       ": can't be read as a baseline: it has to be a plain file"};
        if (const Status done = add_once(shown_path(file.string()), directory); !done)
          return done.error();
      }
  return loaded;
}

Status Suppressions::add(const std::string& file, const std::string& directory) {
  const auto text = read_baseline_text(file);
  if (!text) return text.error();
  auto known = format_of_baseline(file, *text).read(*text, file);
  if (!known) return known.error();
  if (!known->salt_check.empty() && known->salt_check != salt_check(salt_of(settings_->arguments)))
    return Error{file +
                 ": was made under another salt, so none of its entries can be known; set "
                 "'salt' to what it was then"};
  known->file = file;
  known->directory = directory;
  baselines_.add(*std::move(known));
  return Done{};
}

void Suppressions::prepare(RuleSet& rules) const {
  for (const KnownFindings& file : baselines_.files())
    if (!file.allowlists.empty()) rules.excuse_built_in("", file.allowlists);
}

Status Suppressions::apply(std::vector<Finding>& findings, Suppressed& suppressed,
                           const RuleSet& rules) {
  if (const Status done = PlaceSettings(*settings_).drop_left_out(findings, suppressed.allowlist);
      !done)
    return done.error();
  if (baselines_.empty()) return Done{};
  baselines_.mark(findings, settings_->now, settings_->threads);
  if (std::ranges::any_of(findings, [](const Finding& one) { return !one.in_baseline; })) {
    resolve_places(baselines_, rules, *settings_, salt_of(settings_->arguments));
    baselines_.mark(findings, settings_->now, settings_->threads);
  }
  mark_ignored_paths(findings);
  suppressed.baseline +=
      static_cast<std::uint64_t>(std::ranges::count(findings, true, &Finding::in_baseline));
  return Done{};
}

void Suppressions::mark_ignored_paths(std::vector<Finding>& findings) {
  for (const KnownFindings& file : baselines_.files()) {
    if (file.ignored_paths.empty()) continue;
    IgnoreRules ignored;
    for (const std::string& pattern : file.ignored_paths)
      ignored.add(pattern);
    PathsWithin within(file.directory);
    for (Finding& finding : findings) {
      const std::string& path = within.of(finding.location.path);
      if (!path.empty() && ignored.ignores(path)) finding.in_baseline = true;
    }
  }
}

std::vector<std::string> Suppressions::notes() const {
  std::vector<std::string> lines;
  for (const KnownFindings& file : baselines_.files())
    lines.insert(lines.end(), file.notes.begin(), file.notes.end());
  for (const Baselines::Entry& entry : baselines_.entries())
    if (entry.met && !counts_at(entry.known, settings_->now))
      lines.push_back(place_of(baselines_.files()[entry.file], entry.known) + ": expired on " +
                      format_date(*entry.known.expires) + ", so it is reported again" +
                      described(entry.known));
  return lines;
}

std::vector<std::string> Suppressions::unused_notes() const {
  std::vector<std::string> lines;
  std::map<std::size_t, std::size_t> counts;
  for (const Baselines::Entry& entry : baselines_.entries()) {
    const KnownFindings& file = baselines_.files()[entry.file];
    if (entry.met || !file.is_ours) continue;
    ++counts[entry.file];
    if (settings_->arguments.verbose > 0)
      lines.push_back(place_of(file, entry.known) + ": not found any more" +
                      described(entry.known));
  }
  for (const auto& [index, count] : counts)
    lines.push_back(baselines_.files()[index].file + ": " + std::to_string(count) +
                    (count == 1 ? " entry is" : " entries are") +
                    " not found any more; 'nhiscan baseline prune' takes " +
                    (count == 1 ? "it" : "them") + " out");
  return lines;
}

}  // namespace nhiscan
