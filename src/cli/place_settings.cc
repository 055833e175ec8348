#include "cli/place_settings.h"

#include <algorithm>
#include <filesystem>

#include "base/glob.h"

namespace nhiscan {
namespace {

namespace fs = std::filesystem;

std::string canonical_path(const fs::path& path) {
  std::error_code failed;
  return fs::weakly_canonical(path.empty() ? "." : path, failed).string();
}

bool is_below(const std::string& path, const std::string& directory) {
  return path == directory || directory == "/" || path.starts_with(directory + "/");
}

const std::vector<std::string>& texts_of(const Setting& setting) {
  return std::get<std::vector<std::string>>(setting.value);
}

bool names(const Setting* setting, const Finding& finding) {
  return setting != nullptr && finding.rule &&
         std::ranges::find(texts_of(*setting), finding.rule->id) != texts_of(*setting).end();
}

bool excludes(const SettingsFile& file, std::string_view path) {
  const Setting* setting = file.find("exclude");
  if (setting == nullptr) return false;
  IgnoreRules rules;
  for (const std::string& pattern : texts_of(*setting))
    rules.add(pattern);
  return rules.ignores(path);
}

}  // namespace

PlaceSettings::PlaceSettings(const ScanSettings& settings) : settings_(settings) {
  if (settings.arguments.layers)
    for (const SettingsFile& file : settings.arguments.layers->files)
      of_run_.push_back(&file);
}

Result<const SettingsFile*> PlaceSettings::file_in(const std::string& directory) {
  const auto [known, added] = read_.try_emplace(directory);
  if (!added) return known->second.get();
  const auto of_run = std::ranges::find(of_run_, directory, &SettingsFile::directory);
  const fs::path file = fs::path(directory) / kSettingsName;
  std::error_code failed;
  if (of_run != of_run_.end() || !fs::exists(fs::symlink_status(file, failed)))
    return known->second.get();
  auto read = load_settings(shown_path(file.string()), SettingsFile::Trust::found);
  if (!read) return read.error();
  known->second = std::make_unique<SettingsFile>(*std::move(read));
  return known->second.get();
}

/// The settings files that count at the finding: overlays, the nearest first, then the run's.
Result<const std::vector<PlaceSettings::Overlay>*> PlaceSettings::overlays_of(
    const Finding& finding) {
  const fs::path shown = fs::path(finding.location.path).parent_path();
  const auto [known, added] = by_directory_.try_emplace(shown.string());
  std::vector<Overlay>& overlays = known->second;
  if (!added) return &overlays;
  const std::string place = canonical_path(shown);
  const auto prefix_in = [&](const std::string& directory) {
    return place == directory ? "" : fs::path(place).lexically_relative(directory).string() + "/";
  };
  const auto top = tops_.try_emplace(finding.location.root).first;
  if (top->second.empty()) top->second = top_of(finding.location.root);
  const bool finds_overlays = settings_.arguments.config.empty() && !settings_.arguments.no_config;
  for (std::string directory = place; finds_overlays && is_below(directory, top->second);
       directory = fs::path(directory).parent_path().string()) {
    const auto file = file_in(directory);
    if (!file) return file.error();
    if (*file != nullptr) overlays.push_back({*file, prefix_in(directory)});
    if (directory == top->second || fs::path(directory).parent_path() == directory) break;
  }
  for (const SettingsFile* file : of_run_)
    overlays.push_back({file, is_below(place, file->directory)
                                  ? prefix_in(file->directory)
                                  : (shown.empty() ? "" : shown.relative_path().string() + "/")});
  return &overlays;
}

bool PlaceSettings::is_excused(const Finding& finding, const std::vector<Overlay>& overlays) const {
  const std::string name = fs::path(finding.location.path).filename().string();
  return std::ranges::any_of(overlays, [&](const Overlay& overlay) {
    const std::string path = overlay.prefix + name;
    return excludes(*overlay.file, path) ||
           std::ranges::any_of(overlay.file->allowlists, [&](const FindingAllowlist& list) {
             return excuses(list, finding, path, settings_.now);
           });
  });
}

/// By the thresholds and rules that the nearest overlay names; what the command line says counts
/// for all.
bool PlaceSettings::is_wanted(const Finding& finding, const std::vector<Overlay>& overlays) const {
  const auto nearest = [&](std::string_view key) -> const Setting* {
    const auto origin = settings_.arguments.origins.find(key);
    if (origin != settings_.arguments.origins.end() && origin->second == "command line")
      return nullptr;
    for (const Overlay& overlay : overlays)
      if (const Setting* setting = overlay.file->find(key); setting != nullptr) return setting;
    return nullptr;
  };
  const auto word_of = [](const Setting& setting) { return std::get<std::string>(setting.value); };
  const Setting* severity = nearest("min_severity");
  const Setting* confidence = nearest("min_confidence");
  const Setting* only = nearest("only_rule");
  const bool is_left_out = std::ranges::any_of(overlays, [&](const Overlay& overlay) {
    return names(overlay.file->find("skip_rule"), finding);
  });
  return finding.severity >=
             (severity != nullptr ? *parse_severity(word_of(*severity)) : settings_.min_severity) &&
         finding.confidence >= (confidence != nullptr ? *parse_confidence(word_of(*confidence))
                                                      : settings_.min_confidence) &&
         (only == nullptr || names(only, finding)) && !is_left_out;
}

Status PlaceSettings::drop_left_out(std::vector<Finding>& findings, std::uint64_t& excused) {
  std::vector<Finding> kept;
  for (Finding& finding : findings) {
    const auto overlays = overlays_of(finding);
    if (!overlays) return overlays.error();
    if (is_excused(finding, **overlays))
      ++excused;
    else if (is_wanted(finding, **overlays))
      kept.push_back(std::move(finding));
  }
  findings = std::move(kept);
  return Done{};
}

}  // namespace nhiscan
