#include "cli/completion_script.h"

#include <string_view>

namespace nhiscan {
namespace {

using Argument = CompletedOption::Argument;

std::string list_of(const std::vector<std::string>& words, std::string_view separator) {
  std::string list;
  for (const std::string& word : words)
    list += (list.empty() ? "" : std::string(separator)) + word;
  return list;
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

/// In single quotes, as all three shells read them.
std::string quoted(const std::string& text) { return "'" + replaced(text, "'", "'\\''") + "'"; }

/// Up to the first full stop, colon or bracket: a few words, for a list.
std::string short_summary(const std::string& summary) {
  return summary.substr(0, summary.find_first_of(".:;(["));
}

std::vector<std::string> option_words(const CompletedCommand& command) {
  std::vector<std::string> words;
  for (const CompletedOption& option : command.options)
    words.insert(words.end(), option.names.begin(), option.names.end());
  return words;
}

std::vector<std::string> nested_names(const CompletedCommand& command) {
  std::vector<std::string> names;
  for (const CompletedCommand& nested : command.nested)
    names.push_back(nested.name);
  return names;
}

/// The cases of a command: those of its commands, those of options with a value, then what may
/// stand anywhere.
void write_bash_cases(const CompletedCommand& command, const std::string& path, std::ostream& out) {
  for (const CompletedCommand& nested : command.nested)
    write_bash_cases(nested, path.empty() ? nested.name : path + " " + nested.name, out);
  for (const CompletedOption& option : command.options) {
    if (option.argument == Argument::none) continue;
    std::vector<std::string> keys;
    for (const std::string& name : option.names)
      keys.push_back("'" + path + " " + name + "'");
    out << "    " << list_of(keys, " | ") << ") ";
    if (option.argument == Argument::word)
      out << "_nhiscan_words '" << list_of(option.values, " ") << "'";
    else
      out << (option.argument == Argument::file ? "_nhiscan_files" : ":");
    out << " ;;\n";
  }
  out << "    '" << path << " '*) _nhiscan_any '" << list_of(option_words(command), " ") << "' '";
  if (command.positional)
    out << list_of(command.positional->values, " ") << "' "
        << (command.positional->values.empty() ? "files" : "") << " ;;\n";
  else
    out << list_of(nested_names(command), " ") << "' ;;\n";
}

constexpr std::string_view kBashHead =
    R"(# bash completion of nhiscan, made by `nhiscan completion bash`.

_nhiscan_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur"); }

_nhiscan_files() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}

# _nhiscan_any OPTIONS WORDS [files]
_nhiscan_any() {
  if [[ $cur == -* ]]; then
    _nhiscan_words "$1"
  elif [[ ${3-} == files ]]; then
    _nhiscan_files
  else
    _nhiscan_words "$2"
  fi
}

_nhiscan() {
  local cur=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} path='' next i
  COMPREPLY=()
  # In `--option=value` the = is a word of its own.
  if [[ $cur == '=' ]]; then
    cur=''
  elif [[ $before == '=' ]]; then
    before=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    next=${path:+$path }${COMP_WORDS[i]}
    case " $next " in
)";

constexpr std::string_view kBashMiddle = R"(    esac
  done
  case "$path $before" in
)";

constexpr std::string_view kBashTail = R"(  esac
}

complete -F _nhiscan nhiscan
)";

void write_paths(const CompletedCommand& command, const std::string& path, std::ostream& out) {
  for (const CompletedCommand& nested : command.nested) {
    const std::string own = path.empty() ? nested.name : path + " " + nested.name;
    out << "      ' " << own << " ') path='" << own << "' ;;\n";
    write_paths(nested, own, out);
  }
}

/// `[summary]`, without what _arguments would read as syntax.
std::string zsh_summary(const std::string& summary) {
  return "[" + replaced(short_summary(summary), ":", "\\:") + "]";
}

std::string zsh_values(const CompletedOption& option) {
  if (option.argument == Argument::word) return "(" + list_of(option.values, " ") + ")";
  return option.argument == Argument::file ? "_files" : " ";
}

void write_zsh_option(const CompletedOption& option, std::ostream& out) {
  for (const std::string& name : option.names) {
    std::string spec = option.is_repeatable ? "*" : "(" + list_of(option.names, " ") + ")";
    spec += name;
    if (option.argument != Argument::none && name.starts_with("--")) spec += "=";
    spec += zsh_summary(option.summary);
    if (option.argument != Argument::none) spec += ":value:" + zsh_values(option);
    out << " \\\n        " << quoted(spec);
  }
}

/// A function for the command, which calls those of its own commands.
void write_zsh_function(const CompletedCommand& command, const std::string& function,
                        std::ostream& out) {
  for (const CompletedCommand& nested : command.nested)
    write_zsh_function(nested, function + "_" + nested.name, out);
  out << function << "() {\n  local context state line\n  _arguments -s -S -C";
  for (const CompletedOption& option : command.options)
    write_zsh_option(option, out);
  if (!command.nested.empty()) {
    out << " \\\n        '1: :->command' '*:: :->rest'\n  case $state in\n    command)\n      "
           "local -a "
           "commands=(";
    for (const CompletedCommand& nested : command.nested)
      out << "\n        " << quoted(nested.name + ":" + short_summary(nested.summary));
    out << "\n      )\n      _describe command commands\n      ;;\n    rest)\n      case $line[1] "
           "in\n";
    for (const CompletedCommand& nested : command.nested)
      out << "        " << nested.name << ") " << function << "_" << nested.name << " ;;\n";
    out << "      esac\n      ;;\n  esac\n}\n\n";
    return;
  }
  if (command.positional)
    out << " \\\n        " << quoted("*: :" + zsh_values(*command.positional));
  out << "\n}\n\n";
}

void write_fish_options(const CompletedCommand& command, const std::string& condition,
                        std::ostream& out) {
  for (const CompletedOption& option : command.options) {
    out << "complete -c nhiscan" << condition;
    for (const std::string& name : option.names)
      out << (name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1));
    if (option.argument == Argument::word)
      out << " -x -a " << quoted(list_of(option.values, " "));
    else if (option.argument != Argument::none)
      out << (option.argument == Argument::file ? " -r -F" : " -x");
    out << " -d " << quoted(short_summary(option.summary)) << "\n";
  }
  if (command.positional)
    out << "complete -c nhiscan" << condition
        << (command.positional->values.empty()
                ? " -F\n"
                : " -a " + quoted(list_of(command.positional->values, " ")) + "\n");
}

/// `seen`: the condition that holds once the command was typed.
void write_fish_command(const CompletedCommand& command, const std::string& seen,
                        std::ostream& out) {
  const std::string names = list_of(nested_names(command), " ");
  const std::string unseen = names.empty() ? seen
                                           : (seen.empty() ? "" : seen + "; and ") +
                                                 "not __fish_seen_subcommand_from " + names;
  write_fish_options(command, unseen.empty() ? "" : " -n " + quoted(unseen), out);
  for (const CompletedCommand& nested : command.nested) {
    out << "complete -c nhiscan -n " << quoted(unseen) << " -a " << nested.name << " -d "
        << quoted(short_summary(nested.summary)) << "\n";
    write_fish_command(
        nested,
        (seen.empty() ? "" : seen + "; and ") + "__fish_seen_subcommand_from " + nested.name, out);
  }
}

}  // namespace

void write_bash_completion(const CompletedCommand& program, std::ostream& out) {
  out << kBashHead;
  write_paths(program, "", out);
  out << kBashMiddle;
  write_bash_cases(program, "", out);
  out << kBashTail;
}

void write_zsh_completion(const CompletedCommand& program, std::ostream& out) {
  out << "#compdef nhiscan\n# zsh completion of nhiscan, made by `nhiscan completion zsh`.\n\n";
  write_zsh_function(program, "_nhiscan", out);
  out << "if [ \"$funcstack[1]\" = _nhiscan ]; then\n  _nhiscan \"$@\"\nelse\n  compdef _nhiscan "
         "nhiscan\nfi\n";
}

void write_fish_completion(const CompletedCommand& program, std::ostream& out) {
  out << "# fish completion of nhiscan, made by `nhiscan completion fish`.\n\n"
         "complete -c nhiscan -f\n";
  write_fish_command(program, "", out);
}

}  // namespace nhiscan
