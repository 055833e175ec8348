// `nhiscan config show`: the settings of a run as a settings file, with where each comes from.
#include <algorithm>
#include <iostream>

#include "base/text.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/run_scan.h"
#include "cli/settings.h"

namespace nhiscan {
namespace {

constexpr std::size_t kCommentColumn = 44;

void show_list(std::string_view key, const std::vector<std::string>& texts, std::ostream& out) {
  if (texts.empty()) return;
  out << key << " = [";
  for (const std::string& text : texts)
    out << (&text == texts.data() ? "" : ", ") << toml_string(text);
  out << "]\n";
}

void show_allowlist(const FindingAllowlist& list, const std::string& file, std::ostream& out) {
  out << "\n[[allowlist]]  # " << escape_terminal(file) << ':' << list.line << '\n';
  show_list("paths", list.path_patterns, out);
  show_list("rules", list.rules, out);
  show_list("fingerprints", list.fingerprints, out);
  show_list("stopwords", list.stopwords, out);
  if (!list.reason.empty()) out << "reason = " << toml_string(list.reason) << '\n';
}

void show_settings(const ScanArguments& arguments, std::ostream& out) {
  if (arguments.layers) {
    for (const SettingsFile& file : arguments.layers->files)
      out << "# " << escape_terminal(file.file) << '\n';
    if (!arguments.layers->rule_file.empty())
      out << "# " << escape_terminal(arguments.layers->rule_file)
          << ": rules and allowlists of another scanner\n";
  }
  for (const SettingKey& key : setting_keys()) {
    const auto value = shown_setting(key, arguments);
    const auto origin = arguments.origins.find(key.name);
    std::string line = std::string(key.name) + " = " + value.value_or("");
    if (!value) line = "# " + std::string(key.name);
    line.resize(std::max(line.size(), kCommentColumn), ' ');
    out << line << "  # "
        << (origin == arguments.origins.end() ? "default" : escape_terminal(origin->second))
        << '\n';
  }
  if (!arguments.layers) return;
  for (const SettingsFile& file : arguments.layers->files)
    for (const FindingAllowlist& list : file.allowlists)
      show_allowlist(list, file.file, out);
}

}  // namespace

void add_config_command_options(CLI::App& command, ScanArguments& arguments) {
  command.require_subcommand(1);
  CLI::App* show = command.add_subcommand("show", "Show every setting and where it comes from");
  show->add_option("path", arguments.paths, "What would be scanned (default: .)")
      ->type_name("PATH");
  add_scan_options(*show, arguments);
  add_history_options(*show, arguments);
}

Result<int> run_config(const ScanSettings& settings) {
  return exit_after(
      write_output("", [&](std::ostream& out) { show_settings(settings.arguments, out); }),
      ExitCode::clean);
}

}  // namespace nhiscan
