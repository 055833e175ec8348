#include "cli/hook_managers.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace nhiscan {
namespace {

namespace fs = std::filesystem;

bool exists_at(const std::string& path) {
  std::error_code failed;
  return fs::exists(path, failed);
}

/// Others read these files on their machines, so the program goes by its name where that is found.
std::string shared_name(const std::string& program) {
  const char* path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe)
  std::string_view rest = path == nullptr ? "" : path;
  while (!rest.empty()) {
    const std::string directory(rest.substr(0, rest.find(':')));
    rest.remove_prefix(std::min(rest.size(), directory.size() + 1));
    if (access((directory + "/nhiscan").c_str(), X_OK) == 0) return "nhiscan";
  }
  return quote_for_shell(program);
}

Block block_of(std::string_view hook, std::string lines) {
  const std::string name(hook);
  return {name, std::move(lines), "nhiscan install --hook " + name + " --uninstall"};
}

std::string husky_lines(std::string_view hook, const std::string& name) {
  const std::string command = scan_command(hook, name, "\"$1\"");
  std::string lines = "if command -v " + name + " >/dev/null; then\n";
  if (hook == "pre-commit")
    lines += "  " + command + " || exit\n";
  else
    lines += "  nhiscan_refs=$(cat)\n  printf '%s\\n' \"$nhiscan_refs\" | " + command +
             " || exit\n  exec <<NHISCAN\n$nhiscan_refs\nNHISCAN\n";
  return lines + "else\n  echo \"nhiscan isn't installed: nothing was scanned\" >&2\nfi\n";
}

std::string lefthook_lines(std::string_view hook, const std::string& name) {
  std::string lines = std::string(hook) + ":\n  commands:\n    nhiscan:\n      run: |-\n        " +
                      scan_command(hook, name, "{1}") + "\n";
  return hook == "pre-commit" ? lines : lines + "      use_stdin: true\n";
}

bool has_key(std::string_view yaml, std::string_view key) {
  const std::string line = std::string(key) + ":";
  return yaml.starts_with(line) || yaml.find("\n" + line) != std::string_view::npos;
}

}  // namespace

std::string husky_script(const std::string& directory, std::string_view hook) {
  const fs::path place = fs::path(directory).lexically_normal();
  const std::string name(hook);
  // From version 9 on `.husky/_/HOOK` runs `.husky/HOOK`; before, the latter is git's hook itself.
  if (place.filename() == "_" && place.parent_path().filename() == ".husky")
    return exists_at(place / name) ? (place.parent_path() / name).string() : "";
  return place.filename() == ".husky" && exists_at(place / name) ? (place / name).string() : "";
}

Result<Steps> put_in_husky(const std::string& script, std::string_view hook,
                           const std::string& program) {
  if (is_scan_script(text_of(script)))
    return put_hook(fs::path(script).parent_path(), hook, program);
  if (const Status put = put_block(script, block_of(hook, husky_lines(hook, shared_name(program))));
      !put)
    return put.error();
  return Steps{"added the scan to " + script + ", which husky runs"};
}

std::string lefthook_file(const RepositoryLayout& layout) {
  if (layout.work_tree.empty()) return {};
  for (const std::string stem : {"/lefthook", "/.lefthook", "/.config/lefthook"})
    for (const std::string extension : {".yml", ".yaml", ".toml", ".json", "-local.yml"})
      if (exists_at(layout.work_tree + stem + extension))
        return (fs::path(layout.work_tree + stem + "-local.yml").lexically_normal()).string();
  return {};
}

Result<Steps> put_in_lefthook(const std::string& file, std::string_view hook,
                              const std::string& program) {
  const std::string lines = lefthook_lines(hook, shared_name(program));
  const std::string text = text_of(file);
  if (has_key(text, hook) &&
      text.find("# >>> nhiscan " + std::string(hook) + " ") == std::string::npos)
    return Steps{file + " has a section " + std::string(hook) + "; add to it:\n" + lines};
  if (const Status put = put_block(file, block_of(hook, lines)); !put) return put.error();
  return Steps{"added the scan to " + file + ", which lefthook reads; keep it out of git"};
}

}  // namespace nhiscan
