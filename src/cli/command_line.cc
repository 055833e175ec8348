#include "cli/command_line.h"

#include <algorithm>
#include <iostream>
#include <optional>
#include <string_view>

#include "base/near_word.h"
#include "base/text.h"
#include "cli/run_scan.h"
#include "cli/settings.h"
#include "nhiscan/version.h"

namespace nhiscan {
namespace {

constexpr std::size_t kNameWidth = 14;

/// The help of the program itself; it fits a screen of 24 lines and 80 columns.
class ShortHelp final : public CLI::Formatter {
 public:
  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode mode) const override {
    if (app->get_parent() != nullptr) return CLI::Formatter::make_help(app, name, mode);
    std::string text =
        app->get_description() + "\nUsage: nhiscan COMMAND [OPTION...] [PATH...]\n\nSubcommands:\n";
    for (const CLI::App* command : app->get_subcommands({}))
      text += row(command->get_name(), command->get_description());
    text += "\n";
    for (const CLI::Option* option : app->get_options())
      text += row(option->get_name(false, true), option->get_description());
    return text + "\n" + app->get_footer();
  }

 private:
  static std::string row(std::string name, const std::string& summary) {
    name.resize(std::max(kNameWidth, name.size() + 2), ' ');
    return "  " + name + summary + "\n";
  }
};

constexpr const char* kFooter =
    "Examples:\n"
    "  nhiscan install                   stop commits that hold a secret\n"
    "  nhiscan scan                      this checkout and all of its history\n"
    "  nhiscan inventory -f csv=nhi.csv  every identity, with its owner\n"
    "Exit status: 0 clean, 1 findings, 2 wrong usage, 3 something was not read.\n";

int usage_error(const std::string& message) {
  std::cerr << "nhiscan: " << message << '\n';
  return static_cast<int>(ExitCode::usage);
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({}))
    names.push_back(command->get_name());
  return names;
}

std::string joined(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names)
    list += (list.empty() ? "" : ", ") + name;
  return list;
}

/// `; did you mean scan?`, or what there is.
std::string suggestion(std::string_view word, const std::vector<std::string>& names,
                       const std::string& otherwise) {
  const auto near = nearest_word(word, names);
  return near ? "; did you mean " + *near + "?" : otherwise;
}

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options())
    for (std::string& name : names_of(*option))
      names.push_back(std::move(name));
  return names;
}

/// The first argument that looks like an option and isn't one of the command's.
std::optional<std::string> unknown_option(const CLI::App& app,
                                          std::span<const char* const> arguments) {
  const std::vector<std::string> names = option_names(app);
  for (const std::string_view argument : arguments) {
    if (argument == "--") break;
    if (!argument.starts_with("--") || argument.size() == 2) continue;
    std::string name(argument.substr(0, argument.find('=')));
    if (std::ranges::find(names, name) == names.end()) return name;
  }
  return std::nullopt;
}

/// The command of commands that was typed, down to `rules list`.
const CLI::App& innermost(const CLI::App& app, std::span<const char* const>& arguments) {
  const CLI::App* place = &app;
  while (!arguments.empty()) {
    const auto commands = place->get_subcommands({});
    const auto next = std::ranges::find(commands, std::string(arguments[0]),
                                        [](const CLI::App* one) { return one->get_name(); });
    if (next == commands.end()) break;
    place = *next;
    arguments = arguments.subspan(1);
  }
  return *place;
}

/// As it is typed behind `nhiscan`: "rules list"; empty for nhiscan itself.
std::string typed_name(const CLI::App& command) {
  if (command.get_parent() == nullptr) return "";
  const std::string above = typed_name(*command.get_parent());
  return above.empty() ? command.get_name() : above + " " + command.get_name();
}

/// What CLI11 says, and what was probably meant.
std::string explained(const CLI::App& app, const CLI::ParseError& failure,
                      std::span<const char* const> arguments) {
  const CLI::App& command = innermost(app, arguments);
  const std::string called = typed_name(command);
  const std::vector<std::string> nested = command_names(command);
  if (!nested.empty()) {
    const std::string word = arguments.empty() ? "" : escape_terminal(arguments[0]);
    if (word.empty() && called.empty()) return "there is no command; there are " + joined(nested);
    if (word.empty()) return called + " needs one of its commands: " + joined(nested);
    if (!word.starts_with('-'))
      return "there is no command '" + (called.empty() ? word : called + " " + word) + "'" +
             suggestion(word, nested, "; there are " + joined(nested));
  }
  if (const auto option = unknown_option(command, arguments))
    return "there is no option " + escape_terminal(*option) +
           suggestion(*option, option_names(command),
                      called.empty() ? "" : "; nhiscan " + called + " --help lists them");
  return escape_terminal(failure.what());
}

/// The command of a command, where there is one.
const CLI::App& parsed_command(const CLI::App& app) {
  const std::vector<CLI::App*> nested = app.get_subcommands();
  return nested.empty() ? app : *nested.front();
}

}  // namespace

std::vector<std::string> names_of(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.get_snames())
    names.push_back("-" + name);
  for (const std::string& name : option.get_lnames())
    names.push_back("--" + name);
  return names;
}

CommandLine::CommandLine()
    : app_("nhiscan finds the identities in a code base that belong to no person.", "nhiscan"),
      parsed_(commands().size()) {
  app_.formatter(std::make_shared<ShortHelp>());
  app_.set_help_flag("-h,--help", "Show this; nhiscan COMMAND --help lists a command's options");
  app_.set_version_flag("-V,--version", std::string("nhiscan ") + kVersion, "Show the version");
  app_.require_subcommand(1);
  app_.footer(kFooter);
  for (std::size_t i = 0; i < parsed_.size(); ++i) {
    const Command& command = commands()[i];
    parsed_[i].command = &command;
    parsed_[i].app = app_.add_subcommand(std::string(command.name), std::string(command.summary));
    parsed_[i].app->set_help_flag("-h,--help", "Show the options");
    parsed_[i].app->footer("");
    command.add_options(*parsed_[i].app, parsed_[i].arguments);
    if (command.options == Command::Options::scanning)
      add_scan_options(*parsed_[i].app, parsed_[i].arguments);
  }
}

int CommandLine::run(std::span<const char* const> arguments) {
  try {
    app_.parse(static_cast<int>(arguments.size()), arguments.data());
  } catch (const CLI::ParseError& failure) {
    if (failure.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success))
      return app_.exit(failure);
    return usage_error(explained(app_, failure, arguments.subspan(1)) +
                       "\nRun nhiscan --help for what there is.");
  }
  for (Parsed& one : parsed_) {
    if (!one.app->parsed()) continue;
    if (one.command->settings == Command::Settings::read)
      if (const Status read = apply_settings(parsed_command(*one.app), one.arguments); !read)
        return usage_error(read.error().message);
    const auto settings = check(std::move(one.arguments));
    if (!settings) return usage_error(settings.error().message);
    const auto status = one.command->run(*settings);
    return status ? *status : usage_error(status.error().message);
  }
  return usage_error("no command");
}

int run_command_line(int argc, const char* const* argv) {
  return CommandLine().run({argv, static_cast<std::size_t>(argc)});
}

}  // namespace nhiscan
