#include "cli/settings.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <set>

#include "git/repository.h"

namespace nhiscan {
namespace {

namespace fs = std::filesystem;

constexpr auto kForeignRuleFiles =
    std::to_array<std::string_view>({".gitleaks.toml", ".betterleaks.toml"});

std::string variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing sets variables
  return value == nullptr ? "" : value;
}

std::string user_settings() {
  const std::string home = variable("HOME");
  std::string directory = variable("XDG_CONFIG_HOME");
  if (directory.empty() && !home.empty()) directory = home + "/.config";
  return directory.empty() ? "" : directory + "/nhiscan/config.toml";
}

bool is_named(const fs::path& path) {
  std::error_code failed;
  return fs::exists(fs::symlink_status(path, failed));
}

std::string canonical(const fs::path& path) {
  std::error_code failed;
  return fs::weakly_canonical(path, failed).string();
}

std::string directory_of(const std::string& path) {
  std::error_code failed;
  const std::string whole = canonical(path);
  return fs::is_directory(whole, failed) ? whole : fs::path(whole).parent_path().string();
}

bool lies_in(const std::string& path, const std::string& directory) {
  return path == directory || directory == "/" || path.starts_with(directory + "/");
}

/// The directories above all of the paths, the nearest first.
std::vector<std::string> common_directories(const std::vector<std::string>& paths) {
  std::vector<std::string> common = directories_above(paths.front());
  for (const std::string& path : paths) {
    const std::vector<std::string> other = directories_above(path);
    std::erase_if(common, [&](const std::string& directory) {
      return std::ranges::find(other, directory) == other.end();
    });
  }
  return common;
}

Status add_file(const std::string& file, SettingsFile::Trust trust, const std::string& top,
                SettingsLayers& layers) {
  auto read = load_settings(file, trust);
  if (!read) return read.error();
  if (trust == SettingsFile::Trust::chosen) read->directory = top;
  layers.files.push_back(*std::move(read));
  return Done{};
}

Result<SettingsLayers> find_layers(const ScanArguments& arguments,
                                   const std::vector<std::string>& paths) {
  SettingsLayers layers;
  const std::string top = top_of(paths.front());
  if (!arguments.config.empty()) {
    if (const Status done = add_file(arguments.config, SettingsFile::Trust::chosen, top, layers);
        !done)
      return done.error();
    return layers;
  }
  for (const std::string& directory : common_directories(paths))
    if (const fs::path file = fs::path(directory) / kSettingsName; is_named(file))
      if (const Status done =
              add_file(shown_path(file.string()), SettingsFile::Trust::found, top, layers);
          !done)
        return done.error();
  if (layers.files.empty())
    for (const std::string& directory : {directory_of(paths.front()), top})
      for (const std::string_view name : kForeignRuleFiles)
        if (const fs::path file = fs::path(directory) / name;
            layers.rule_file.empty() && is_named(file))
          layers.rule_file = shown_path(file.string());
  if (const std::string user = user_settings(); !user.empty() && is_named(user))
    if (const Status done = add_file(user, SettingsFile::Trust::chosen, top, layers); !done)
      return done.error();
  return layers;
}

bool is_given(const CLI::App& command, std::string_view key) {
  std::string name = "--" + std::string(key);
  std::ranges::replace(name, '_', '-');
  const auto count = [&](const std::string& option) {
    const CLI::Option* found = command.get_option_no_throw(option);
    return found == nullptr ? 0 : found->count();
  };
  if (name == "--progress") return count(name) + count("--no-progress") > 0;
  return count(name) > 0;
}

void set_arguments(const SettingsFile& file, std::set<std::string_view>& decided,
                   ScanArguments& arguments) {
  for (const Setting& setting : file.settings) {
    const bool adds = setting.key->several == SettingKey::Several::add;
    if (!adds && decided.contains(setting.key->name)) continue;
    set_argument(*setting.key, setting.value, arguments);
    std::string& origin = arguments.origins[std::string(setting.key->name)];
    origin += (origin.empty() ? "" : ", ") + file.file + ":" + std::to_string(setting.line);
  }
  for (const Setting& setting : file.settings)
    decided.insert(setting.key->name);
}

}  // namespace

std::string top_of(const std::string& path) {
  if (const auto layout = find_repository(path); layout && !layout->work_tree.empty())
    return canonical(layout->work_tree);
  const std::string directory = directory_of(path);
  const std::string here = canonical(".");
  // NOLINTNEXTLINE(readability-suspicious-call-argument)
  return lies_in(directory, here) ? here : directory;
}

std::vector<std::string> directories_above(const std::string& path) {
  const std::string top = top_of(path);
  std::vector<std::string> directories = {directory_of(path)};
  while (directories.back() != top && lies_in(directories.back(), top))
    directories.push_back(fs::path(directories.back()).parent_path().string());
  return directories;
}

std::string shown_path(const std::string& path) {
  const std::string here = canonical(".");
  return here != "/" && path.starts_with(here + "/") ? path.substr(here.size() + 1) : path;
}

Status apply_settings(const CLI::App& command, ScanArguments& arguments) {
  std::set<std::string_view> decided;
  for (const SettingKey& key : setting_keys())
    if (is_given(command, key.name)) {
      arguments.origins[std::string(key.name)] = "command line";
      if (key.several == SettingKey::Several::replace) decided.insert(key.name);
    }
  if (arguments.no_config && arguments.config.empty()) return Done{};
  const bool is_stdin = command.get_name() == "stdin";
  auto layers = find_layers(arguments, is_stdin ? std::vector<std::string>{"."} : arguments.paths);
  if (!layers) return layers.error();
  for (const SettingsFile& file : layers->files)
    set_arguments(file, decided, arguments);
  arguments.layers = std::make_shared<const SettingsLayers>(*std::move(layers));
  return Done{};
}

}  // namespace nhiscan
