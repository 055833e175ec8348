#include "cli/hook_script.h"

#include <array>

namespace nhiscan {
namespace {

constexpr std::string_view kScans = "# nhiscan-install: scans";
constexpr std::string_view kPassesOn = "# nhiscan-install: passes on";
constexpr std::string_view kMadeDirectory = "# nhiscan-install: made this directory";

bool has_line(std::string_view text, std::string_view line) {
  return text.find("\n" + std::string(line) + "\n") != std::string_view::npos;
}

std::string head(std::string_view marker, std::string_view hook) {
  return "#!/bin/sh\n" + std::string(marker) + "\n# nhiscan install --hook " + std::string(hook) +
         " --uninstall takes it away, and brings back what was here.\n";
}

std::string next_hook(std::string_view hook, RunsNext next) {
  if (next == RunsNext::hook_before) return "next=$0" + std::string(kBeforeSuffix) + "\n";
  return "next=$(git rev-parse --git-common-dir)/hooks/" + std::string(hook) + "\n";
}

}  // namespace

std::span<const std::string_view> passed_hooks() {
  static constexpr auto kHooks = std::to_array<std::string_view>({
      "applypatch-msg",     "commit-msg",         "p4-changelist",
      "p4-post-changelist", "p4-pre-submit",      "p4-prepare-changelist",
      "post-applypatch",    "post-checkout",      "post-commit",
      "post-index-change",  "post-merge",         "post-receive",
      "post-rewrite",       "post-update",        "pre-applypatch",
      "pre-auto-gc",        "pre-commit",         "pre-merge-commit",
      "pre-push",           "pre-rebase",         "pre-receive",
      "prepare-commit-msg", "sendemail-validate", "update",
  });
  return kHooks;
}

std::string quote_for_shell(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text)
    quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string scan_command(std::string_view hook, std::string_view program, std::string_view remote) {
  const std::string name(program);
  if (hook == "pre-receive") return name + " git --pre-receive --format hook";
  if (hook == "pre-push")
    return name + " git --pre-push --remote " + std::string(remote) + " --format hook";
  return name + " git --staged --format hook";
}

std::string scan_script(std::string_view hook, const std::string& program, RunsNext next,
                        bool made_directory) {
  std::string text = head(kScans, hook);
  if (made_directory) text += std::string(kMadeDirectory) + "\n";
  text += "nhiscan=" + quote_for_shell(program) +
          "\n"
          "[ -x \"$nhiscan\" ] || nhiscan=nhiscan\n"
          "command -v \"$nhiscan\" >/dev/null || {\n"
          "  echo \"nhiscan is gone: install it again, or remove $0\" >&2\n"
          "  exit 1\n"
          "}\n" +
          next_hook(hook, next);
  const std::string command = scan_command(hook, "\"$nhiscan\"", "\"$1\"");
  if (hook == "pre-commit")
    return text + command + " || exit\n[ ! -x \"$next\" ] || exec \"$next\" \"$@\"\n";
  return text +
         "refs=$(cat)\npass_on() { [ -z \"$refs\" ] || printf '%s\\n' \"$refs\"; }\npass_on | " +
         command + " || exit\n[ ! -x \"$next\" ] || pass_on | \"$next\" \"$@\"\n";
}

std::string pass_on_script(std::string_view hook) {
  return head(kPassesOn, hook) + next_hook(hook, RunsNext::repository_hook) +
         "[ ! -x \"$next\" ] || exec \"$next\" \"$@\"\n";
}

bool is_scan_script(std::string_view text) { return has_line(text, kScans); }
bool is_pass_on_script(std::string_view text) { return has_line(text, kPassesOn); }
bool has_made_directory(std::string_view text) { return has_line(text, kMadeDirectory); }

}  // namespace nhiscan
