#include "cli/global_hooks.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "wrap/git_config.h"

namespace nhiscan {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBlock = "core.hooksPath";
constexpr unsigned kExecutable = 0777;  // without what the umask takes

std::string in_directory(std::string_view hook) {
  return global_hook_directory() + "/" + std::string(hook);
}

/// As git reads a value: in double quotes, with backslashes (git-config, "Syntax").
std::string config_lines() {
  std::string value;
  for (const char c : global_hook_directory()) {
    if (c == '"' || c == '\\') value += '\\';
    value += c;
  }
  return "[core]\n\thooksPath = \"" + value + "\"\n";
}

Error system_failure(const std::string& path, const std::error_code& failed) {
  return {path + ": " + failed.message()};
}

Status write_pass_on_scripts() {
  for (const std::string_view hook : passed_hooks()) {
    const std::string path = in_directory(hook);
    std::error_code failed;
    if (fs::exists(path, failed)) continue;
    if (Status written = replace_file(path, pass_on_script(hook), kExecutable); !written)
      return written;
  }
  return Done{};
}

/// Only what is ours; the directory stays while something else is in it.
void remove_directory() {
  for (const std::string_view hook : passed_hooks())
    if (const std::string path = in_directory(hook); is_pass_on_script(text_of(path)))
      unlink(path.c_str());
  const std::string directory = global_hook_directory();
  if (rmdir(directory.c_str()) == 0) rmdir(fs::path(directory).parent_path().c_str());
}

}  // namespace

std::string global_hook_directory() {
  const char* named = std::getenv("XDG_CONFIG_HOME");  // NOLINT(concurrency-mt-unsafe)
  const std::string base =
      named != nullptr && *named != '\0' ? std::string(named) : expand_home("~/.config");
  return base + "/nhiscan/hooks";
}

Result<Steps> put_global_hook(std::string_view hook, const std::string& program) {
  const std::string directory = global_hook_directory();
  std::error_code failed;
  fs::create_directories(directory, failed);
  if (failed) return system_failure(directory, failed);
  if (const Status written = write_pass_on_scripts(); !written) return written.error();
  const std::string path = in_directory(hook);
  if (const Status written = replace_file(
          path, scan_script(hook, program, RunsNext::repository_hook, false), kExecutable);
      !written)
    return written.error();
  const std::string config = global_git_config();
  if (const Status set = put_block(config, {std::string(kBlock), config_lines(),
                                            "nhiscan install --scope global --uninstall"});
      !set) {
    return set.error();
  }
  return Steps{"installed " + path, "core.hooksPath in " + config + " leads there",
               "hooks of a repository run after it"};
}

Result<Steps> take_global_hook(std::string_view hook) {
  const std::string path = in_directory(hook);
  if (!is_scan_script(text_of(path))) return Steps{};
  if (Status written = replace_file(path, pass_on_script(hook), kExecutable); !written)
    return written.error();
  if (std::ranges::any_of(passed_hooks(), [](std::string_view other) {
        return is_scan_script(text_of(in_directory(other)));
      }))
    return Steps{"removed the scan from " + path};
  const std::string config = global_git_config();
  const auto unset = take_block(config, kBlock);
  if (!unset) return unset.error();
  if (!*unset)
    return Error{config +
                 ": the lines of nhiscan are not there; take core.hooksPath out by hand, "
                 "and then remove " +
                 global_hook_directory()};
  remove_directory();
  return Steps{"removed " + global_hook_directory(), "restored " + config};
}

}  // namespace nhiscan
