#include "cli/setting_keys.h"

#include <algorithm>
#include <array>
#include <type_traits>

#include "base/text.h"

namespace nhiscan {
namespace {

using Arguments = ScanArguments;
using Holds = SettingKey::Holds;
using From = SettingKey::From;
using Several = SettingKey::Several;
using SettingValue = SettingKey::Value;

constexpr std::string_view kSeverities = "low medium high critical";
constexpr std::int64_t kManyThreads = 1024;

constexpr auto kSettingKeys = std::to_array<SettingKey>({
    {.name = "format", .member = &Arguments::formats, .holds = Holds::target},
    {.name = "output", .member = &Arguments::output, .holds = Holds::target},
    {.name = "baseline", .member = &Arguments::baselines, .holds = Holds::paths},
    {.name = "no_baseline", .member = &Arguments::no_baseline},
    {.name = "salt", .member = &Arguments::salt},
    {.name = "rules",
     .member = &Arguments::rule_files,
     .holds = Holds::paths,
     .several = Several::add},
    {.name = "only_rule", .member = &Arguments::only_rules},
    {.name = "skip_rule", .member = &Arguments::skipped_rules, .several = Several::add},
    {.name = "exclude", .member = &Arguments::settings_exclude, .several = Several::add},
    {.name = "no_ignore", .member = &Arguments::no_ignore},
    {.name = "respect_gitignore", .member = &Arguments::respect_gitignore},
    {.name = "min_severity", .member = &Arguments::min_severity, .words = kSeverities},
    {.name = "min_confidence", .member = &Arguments::min_confidence, .words = "low medium high"},
    {.name = "max_file_size", .member = &Arguments::max_file_size, .holds = Holds::number},
    {.name = "max_memory", .member = &Arguments::max_memory, .holds = Holds::number},
    {.name = "max_depth", .member = &Arguments::max_depth, .most = 64},
    {.name = "max_expanded", .member = &Arguments::max_expanded, .holds = Holds::number},
    {.name = "max_unpack_time", .member = &Arguments::max_unpack_time, .least = 1, .most = 86400},
    {.name = "threads", .member = &Arguments::threads, .most = kManyThreads},
    {.name = "redact", .member = &Arguments::redact, .holds = Holds::number, .from = From::user},
    {.name = "show_secrets", .member = &Arguments::show_secrets, .from = From::user},
    {.name = "now", .member = &Arguments::now},
    {.name = "fail_on", .member = &Arguments::fail_on},
    {.name = "exit_code", .member = &Arguments::exit_code, .most = 255},
    {.name = "exit_zero", .member = &Arguments::exit_zero},
    {.name = "progress", .member = &Arguments::progress},
    {.name = "color", .member = &Arguments::color, .words = "auto always never"},
    {.name = "verbose", .member = &Arguments::verbose, .most = 9},
    {.name = "quiet", .member = &Arguments::quiet},
    {.name = "since_commit", .member = &Arguments::since_commit},
    {.name = "branch", .member = &Arguments::branch},
    {.name = "log_opts", .member = &Arguments::log_options},
    {.name = "reachable", .member = &Arguments::reachable},
    {.name = "submodules", .member = &Arguments::submodules},
    {.name = "state", .member = &Arguments::state, .holds = Holds::target},
    {.name = "verify_objects", .member = &Arguments::verify_objects},
    {.name = "full_scan", .member = &Arguments::full_scan},
});

/// `a string` and so on, for the type of a member.
template <class T>
std::string name_of_type(const SettingKey& key) {
  if constexpr (std::is_same_v<T, std::string>)
    return key.words.empty() ? "a string" : "one of the words: " + std::string(key.words);
  else if constexpr (std::is_same_v<T, std::vector<std::string>>)
    return "a list of strings";
  else if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, std::optional<bool>>)
    return "true or false";
  else
    return "a whole number from " + std::to_string(key.least) + " to " + std::to_string(key.most);
}

std::optional<std::string> shown(const std::string& text) { return toml_string(text); }
std::optional<std::string> shown(bool flag) { return flag ? "true" : "false"; }
std::optional<std::string> shown(const std::optional<bool>& flag) {
  return flag ? shown(*flag) : std::nullopt;
}
std::optional<std::string> shown(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts)
    list += (list.empty() ? "" : ", ") + toml_string(text);
  return "[" + list + "]";
}
template <class Number>
std::optional<std::string> shown(const Number& number) {
  return std::to_string(number);
}

bool is_word_of(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    if (words.substr(0, end) == word) return true;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

}  // namespace

std::span<const SettingKey> setting_keys() { return kSettingKeys; }

const SettingKey* find_setting_key(std::string_view name) {
  const auto* const row = std::ranges::find(kSettingKeys, name, &SettingKey::name);
  return row == kSettingKeys.end() ? nullptr : row;
}

std::string type_name(const SettingKey& key) {
  return std::visit([&]<class T>(T ScanArguments::*) { return name_of_type<T>(key); }, key.member);
}

std::optional<std::string> shown_setting(const SettingKey& key, const ScanArguments& arguments) {
  return std::visit([&](auto member) { return shown(arguments.*member); }, key.member);
}

std::string problem_with(const SettingKey& key, const SettingValue& value) {
  if (const auto* text = std::get_if<std::string>(&value); text != nullptr && !key.words.empty())
    return is_word_of(key.words, *text) ? "" : "must be " + type_name(key);
  if (const auto* number = std::get_if<std::int64_t>(&value);
      number != nullptr && (*number < key.least || *number > key.most))
    return "must be " + type_name(key);
  ScanArguments probe;
  set_argument(key, value, probe);
  const auto checked = check(std::move(probe));
  if (checked) return {};
  const std::string& message = checked.error().message;
  return message.starts_with("--") && message.find(": ") != std::string::npos
             ? message.substr(message.find(": ") + 2)
             : message;
}

void set_argument(const SettingKey& key, const SettingValue& value, ScanArguments& arguments) {
  std::visit(
      [&]<class T>(T ScanArguments::*member) {
        T& to = arguments.*member;
        if constexpr (std::is_same_v<T, std::vector<std::string>>) {
          const auto& given = std::get<std::vector<std::string>>(value);
          if (key.several == Several::replace) to.clear();
          to.insert(to.begin(), given.begin(), given.end());
        } else if constexpr (std::is_same_v<T, std::string>) {
          to = std::get<std::string>(value);
        } else if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, std::optional<bool>>) {
          to = std::get<bool>(value);
        } else {
          to = static_cast<T>(std::get<std::int64_t>(value));
        }
      },
      key.member);
}

std::string toml_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : to_valid_utf8(text)) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      constexpr std::string_view kDigits = "0123456789abcdef";
      out += "\\u00";
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
    } else {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace nhiscan
