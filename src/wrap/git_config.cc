#include "wrap/git_config.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "wrap/git.h"

namespace nhiscan {
namespace {

namespace fs = std::filesystem;

using GitConfigEntry = Handle<git_config_entry, git_config_entry_free>;

/// Empty where it isn't set.
std::string variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing sets variables
  return value == nullptr ? "" : value;
}

bool is_file(const std::string& path) {
  std::error_code failed;
  return fs::is_regular_file(path, failed);
}

std::string xdg_git_config() {
  const std::string directory = variable("XDG_CONFIG_HOME");
  return (directory.empty() ? expand_home("~/.config") : directory) + "/git/config";
}

std::string system_git_config() {
  const std::string without = variable("GIT_CONFIG_NOSYSTEM");
  if (!without.empty() && without != "0" && without != "false") return {};
  const std::string named = variable("GIT_CONFIG_SYSTEM");
  return named.empty() ? "/etc/gitconfig" : named;
}

struct ConfigFile {
  std::string path;
  git_config_level_t level;
};

std::vector<ConfigFile> user_files() {
  std::vector<ConfigFile> files{{system_git_config(), GIT_CONFIG_LEVEL_SYSTEM}};
  if (std::string named = variable("GIT_CONFIG_GLOBAL"); !named.empty()) {
    files.push_back({named, GIT_CONFIG_LEVEL_GLOBAL});
  } else {
    files.push_back({xdg_git_config(), GIT_CONFIG_LEVEL_XDG});
    files.push_back({expand_home("~/.gitconfig"), GIT_CONFIG_LEVEL_GLOBAL});
  }
  return files;
}

Status add_file(git_config* config, const ConfigFile& file, git_repository* repository) {
  if (file.path.empty() || !is_file(file.path)) return Done{};
  if (git_config_add_file_ondisk(config, file.path.c_str(), file.level, repository, 1) != 0)
    return last_git_error().within(file.path);
  return Done{};
}

bool is_set(git_config* config, const char* key) {
  int value = 0;
  return git_config_get_bool(&value, config, key) == 0 && value != 0;
}

}  // namespace

std::string expand_home(const std::string& path) {
  return path.starts_with("~/") ? variable("HOME") + path.substr(1) : path;
}

std::string global_git_config() {
  if (std::string named = variable("GIT_CONFIG_GLOBAL"); !named.empty()) return named;
  std::string of_home = expand_home("~/.gitconfig");
  return !is_file(of_home) && is_file(xdg_git_config()) ? xdg_git_config() : of_home;
}

Result<std::optional<ConfigValue>> read_git_config(const std::string& key,
                                                   const std::string& git_directory,
                                                   const std::string& common_directory,
                                                   IncludeConditions conditions) {
  initialize_git();
  // For the `~` of included files.
  git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, static_cast<int>(GIT_CONFIG_LEVEL_GLOBAL),
                   variable("HOME").c_str());
  GitRepository repository;
  if (!git_directory.empty() && conditions == IncludeConditions::read)
    git_repository_open_ext(into(repository), git_directory.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH,
                            nullptr);
  GitConfig config;
  if (git_config_new(into(config)) != 0) return last_git_error();
  std::vector<ConfigFile> files = user_files();
  if (!common_directory.empty())
    files.push_back({common_directory + "/config", GIT_CONFIG_LEVEL_LOCAL});
  for (const ConfigFile& file : files)
    if (const Status added = add_file(config.get(), file, repository.get()); !added)
      return added.error();
  if (!git_directory.empty() && is_set(config.get(), "extensions.worktreeconfig")) {
    const ConfigFile own{git_directory + "/config.worktree", GIT_CONFIG_LEVEL_APP};
    if (const Status added = add_file(config.get(), own, repository.get()); !added)
      return added.error();
  }
  GitConfigEntry entry;
  const int found = git_config_get_entry(into(entry), config.get(), key.c_str());
  if (found == GIT_ENOTFOUND) return std::optional<ConfigValue>();
  if (found != 0) return last_git_error().within(key);
  ConfigValue value{entry->value == nullptr ? "" : entry->value, "",
                    entry->level >= GIT_CONFIG_LEVEL_LOCAL};
  for (const ConfigFile& file : files)
    if (file.level == entry->level) value.file = file.path;
  return std::optional(std::move(value));
}

}  // namespace nhiscan
