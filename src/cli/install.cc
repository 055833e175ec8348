// `nhiscan install`: a hook where git looks for it, beside what is there already.
#include <unistd.h>

#include <array>
#include <climits>
#include <filesystem>
#include <iostream>
#include <string>

#include "base/text.h"
#include "cli/command.h"
#include "cli/global_hooks.h"
#include "cli/hook_files.h"
#include "cli/hook_managers.h"
#include "cli/run_scan.h"
#include "git/repository.h"
#include "wrap/git_config.h"

namespace nhiscan {
namespace {

namespace fs = std::filesystem;

/// Where git looks for the hooks of a repository, and why there.
struct HookPlace {
  std::string directory;
  std::string shared_by;  ///< the file that leads more than this repository there; or empty
};

Result<std::string> own_program() {
  std::array<char, PATH_MAX> path{};
  const ssize_t size = readlink("/proc/self/exe", path.data(), path.size());
  if (size <= 0) return Error{"/proc/self/exe: can't tell where nhiscan is"};
  return std::string(path.data(), static_cast<std::size_t>(size));
}

Result<HookPlace> find_place(const RepositoryLayout& layout) {
  const auto value = read_git_config(
      "core.hookspath", layout.git_directory, layout.common_directory,
      layout.hash_kind == HashKind::sha1 ? IncludeConditions::read : IncludeConditions::leave_out);
  if (!value) return value.error();
  if (!*value || (*value)->value.empty()) return HookPlace{layout.common_directory + "/hooks", ""};
  const std::string path = expand_home((*value)->value);
  // Relative to where hooks run (git-config).
  const std::string& base = layout.work_tree.empty() ? layout.git_directory : layout.work_tree;
  const fs::path directory = fs::path(path).is_absolute() ? fs::path(path) : fs::path(base) / path;
  const bool is_shared = !(*value)->is_of_repository && fs::path(path).is_absolute();
  return HookPlace{directory.lexically_normal().string(), is_shared ? (*value)->file : ""};
}

void add(Steps& steps, Steps more) {
  for (std::string& step : more)
    steps.push_back(std::move(step));
}

Result<Steps> put_local(const RepositoryLayout& layout, std::string_view hook,
                        const std::string& program) {
  const auto place = find_place(layout);
  if (!place) return place.error();
  if (place->directory == global_hook_directory()) return put_global_hook(hook, program);
  if (const std::string script = husky_script(place->directory, hook); !script.empty())
    return put_in_husky(script, hook, program);
  auto steps = put_hook(place->directory, hook, program);
  if (!steps) return steps;
  if (!place->shared_by.empty())
    steps->push_back("core.hooksPath in " + place->shared_by +
                     " leads all your repositories there: it scans them, too");
  if (const std::string file = lefthook_file(layout); !file.empty()) {
    auto more = put_in_lefthook(file, hook, program);
    if (!more) return more;
    add(*steps, *std::move(more));
  }
  return steps;
}

/// Takes away the lines in a file of another program.
Status take_lines(const std::string& file, std::string_view hook, Steps& steps) {
  if (file.empty()) return Done{};
  const auto taken = take_block(file, hook);
  if (!taken) return taken.error();
  if (*taken) steps.push_back("restored " + file);
  return Done{};
}

Result<Steps> take_local(const RepositoryLayout& layout, std::string_view hook) {
  const auto place = find_place(layout);
  if (!place) return place.error();
  if (place->directory == global_hook_directory())
    return Error{"the hook in " + place->directory +
                 " scans all your repositories: give --scope global to take it away"};
  auto steps = take_hook(place->directory, hook);
  if (!steps) return steps;
  for (const std::string& file : {husky_script(place->directory, hook), lefthook_file(layout)})
    if (const Status taken = take_lines(file, hook, *steps); !taken) return taken.error();
  return steps;
}

/// Where the user's configuration leads all repositories already, or empty.
Result<std::string> place_of_user() {
  const auto value = read_git_config("core.hookspath", "", "", IncludeConditions::leave_out);
  if (!value) return value.error();
  if (!*value || (*value)->value.empty()) return std::string();
  std::string path = expand_home((*value)->value);
  if (!fs::path(path).is_absolute())
    return Error{"core.hooksPath in " + (*value)->file + " is '" + path +
                 "', in each repository another directory: use --scope local there"};
  return path == global_hook_directory() ? std::string() : path;
}

Result<Steps> change(const ScanArguments& arguments, std::string_view hook,
                     const std::string& program) {
  if (arguments.scope == "global") {
    const auto directory = place_of_user();
    if (!directory) return directory.error();
    if (directory->empty())
      return arguments.uninstall ? take_global_hook(hook) : put_global_hook(hook, program);
    return arguments.uninstall ? take_hook(*directory, hook) : put_hook(*directory, hook, program);
  }
  const auto layout = find_repository(arguments.paths.front());
  if (!layout) return layout.error();
  return arguments.uninstall ? take_local(*layout, hook) : put_local(*layout, hook, program);
}

}  // namespace

void add_install_options(CLI::App& command, ScanArguments& arguments) {
  command.add_option("path", arguments.paths, "A place in the repository (default: .)")
      ->type_name("PATH")
      ->expected(1);
  command
      .add_option("--hook", arguments.hooks,
                  "pre-commit (the default), pre-push, or on a server pre-receive; may be repeated")
      ->type_name("HOOK")
      ->allow_extra_args(false)
      ->check(CLI::IsMember({"pre-commit", "pre-push", "pre-receive"}));
  command
      .add_option("--scope", arguments.scope,
                  "local: this repository (the default); global: all repositories of the user")
      ->type_name("SCOPE")
      ->check(CLI::IsMember({"local", "global"}));
  command.add_flag("--uninstall", arguments.uninstall,
                   "Take the hook away, and bring back what was there");
}

Result<int> run_install(const ScanSettings& settings) {
  const ScanArguments& arguments = settings.arguments;
  const auto program = own_program();
  if (!program) return program.error();
  std::vector<std::string> hooks = arguments.hooks;
  if (hooks.empty()) hooks.emplace_back("pre-commit");
  for (const std::string& hook : hooks) {
    const auto steps = change(arguments, hook, *program);
    if (!steps) return steps.error();
    for (const std::string& step : *steps)
      std::cout << "nhiscan: " << escape_terminal(step) << '\n';
    if (steps->empty())
      std::cout << "nhiscan: there is no " << hook << " hook of nhiscan's to take away\n";
  }
  return static_cast<int>(ExitCode::clean);
}

}  // namespace nhiscan
