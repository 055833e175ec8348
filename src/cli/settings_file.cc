#include "cli/settings_file.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <type_traits>

#include "base/near_word.h"
#include "base/text.h"
#include "base/toml.h"
#include "base/toml_date.h"
#include "ownership/small_file.h"

namespace nhiscan {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestSettings = 1024UL * 1024;

/// Reads one document.
class SettingsReader {
 public:
  SettingsReader(const std::string& file, SettingsFile::Trust trust) : trust_(trust) {
    std::error_code failed;
    read_.file = file;
    const fs::path directory = fs::path(file).parent_path();
    read_.directory = fs::weakly_canonical(directory.empty() ? "." : directory, failed).string();
  }

  Result<SettingsFile> read(const toml::table& document) {
    for (const auto& [key, node] : document) {
      const Status done =
          key.str() == "allowlist" ? read_allowlists(node) : read_setting(key, node);
      if (!done) return done.error();
    }
    std::ranges::sort(read_.settings, {}, &Setting::line);
    return std::move(read_);
  }

 private:
  [[nodiscard]] Error wrong(const toml::source_region& where, const std::string& what) const {
    return {read_.file + ":" + std::to_string(where.begin.line) + ": " + what};
  }

  static std::vector<std::string_view> known_keys() {
    std::vector<std::string_view> names = {"allowlist"};
    for (const SettingKey& key : setting_keys())
      names.push_back(key.name);
    return names;
  }

  Status read_setting(const toml::key& name, const toml::node& node) {
    const SettingKey* key = find_setting_key(name.str());
    if (key == nullptr)
      return wrong(name.source(), "unknown key '" + escape_terminal(name.str()) + "'" +
                                      did_you_mean(name.str(), known_keys()));
    auto value = read_value(*key, node);
    if (!value) return wrong(node.source(), std::string(key->name) + " must be " + type_name(*key));
    if (trust_ == SettingsFile::Trust::found)
      if (const std::string why = why_refused(*key, *value); !why.empty())
        return wrong(node.source(), std::string(key->name) + " " + why);
    take_from_directory(*key, *value);
    if (const std::string problem = problem_with(*key, *value); !problem.empty())
      return wrong(node.source(),
                   std::string(key->name) + (problem.starts_with("must") ? " " : ": ") + problem);
    read_.settings.push_back({key, *std::move(value), static_cast<int>(name.source().begin.line)});
    return Done{};
  }

  static std::optional<SettingKey::Value> read_value(const SettingKey& key,
                                                     const toml::node& node) {
    return std::visit(
        [&]<class T>(T ScanArguments::*) -> std::optional<SettingKey::Value> {
          if constexpr (std::is_same_v<T, std::string>) {
            const auto number = node.value_exact<std::int64_t>();
            if (number && key.holds == SettingKey::Holds::number) return std::to_string(*number);
            if (auto text = node.value_exact<std::string>()) return *std::move(text);
          } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
            return read_texts(node);
          } else if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, std::optional<bool>>) {
            if (const auto flag = node.value_exact<bool>()) return *flag;
          } else {
            if (const auto number = node.value_exact<std::int64_t>()) return *number;
          }
          return std::nullopt;
        },
        key.member);
  }

  static std::optional<std::vector<std::string>> read_texts(const toml::node& node) {
    const toml::array* list = node.as_array();
    if (list == nullptr) return std::nullopt;
    std::vector<std::string> texts;
    for (const toml::node& element : *list) {
      auto text = element.value_exact<std::string>();
      if (!text) return std::nullopt;
      texts.push_back(*std::move(text));
    }
    return texts;
  }

  /// Why a file that was found may not say it; empty if it may.
  static std::string why_refused(const SettingKey& key, SettingKey::Value& value) {
    if (key.from == SettingKey::From::user)
      return "isn't for a project to decide; give it on the command line, with --config, or in "
             "your own settings";
    if (key.holds != SettingKey::Holds::target) return {};
    const auto leads_out = [](const std::string& text) {
      const fs::path path(text.substr(text.find('=') + 1));
      return path.is_absolute() || std::ranges::find(path, fs::path("..")) != path.end();
    };
    const auto* text = std::get_if<std::string>(&value);
    const bool out =
        text != nullptr ? leads_out(*text)
                        : std::ranges::any_of(std::get<std::vector<std::string>>(value), leads_out);
    return out ? "must stay in the directory of the settings file" : "";
  }

  /// Paths are taken from where the file lies.
  void take_from_directory(const SettingKey& key, SettingKey::Value& value) const {
    const bool is_target = key.holds == SettingKey::Holds::target;
    if (!is_target && key.holds != SettingKey::Holds::paths) return;
    const auto move = [&](std::string& text, bool named) {
      const std::size_t equals = text.find('=');
      if (named && equals == std::string::npos) return;
      const std::string name = named ? text.substr(0, equals + 1) : "";
      const fs::path path(named ? text.substr(equals + 1) : text);
      if (path.empty() || path.is_absolute()) return;
      text = name + (fs::path(read_.file).parent_path() / path).lexically_normal().string();
    };
    if (auto* text = std::get_if<std::string>(&value); text != nullptr) return move(*text, false);
    for (std::string& text : std::get<std::vector<std::string>>(value))
      move(text, is_target);
  }

  Status read_allowlists(const toml::node& node) {
    if (!node.is_array_of_tables())
      return wrong(node.source(), "allowlist must be written as [[allowlist]]");
    for (const toml::node& element : *node.as_array())
      if (const Status done = read_allowlist(*element.as_table()); !done) return done.error();
    return Done{};
  }

  Status read_allowlist(const toml::table& table) {
    static constexpr auto kNames = std::to_array<std::string_view>(
        {"paths", "rules", "fingerprints", "stopwords", "reason", "expires"});
    FindingAllowlist list;
    list.line = static_cast<int>(table.source().begin.line);
    const auto lists = std::to_array<std::vector<std::string>*>(
        {&list.path_patterns, &list.rules, &list.fingerprints, &list.stopwords});
    for (const auto& [key, node] : table) {
      const auto* const name = std::ranges::find(kNames, key.str());
      if (name == kNames.end())
        return wrong(key.source(), "allowlist: unknown key '" + escape_terminal(key.str()) + "'" +
                                       did_you_mean(key.str(), kNames));
      const auto index = static_cast<std::size_t>(name - kNames.begin());
      if (index < lists.size()) {
        auto texts = read_texts(node);
        if (!texts || std::ranges::find(*texts, "") != texts->end())
          return wrong(node.source(), "allowlist: " + std::string(*name) +
                                          " must be a list of strings, none of them empty");
        *lists[index] = *std::move(texts);
      } else if (*name == "reason") {
        const auto text = node.value_exact<std::string>();
        if (!text) return wrong(node.source(), "allowlist: reason must be a string");
        list.reason = *text;
      } else if (const Status done = read_expiry(node, list); !done) {
        return done.error();
      }
    }
    if (std::ranges::all_of(lists, [](const auto* values) { return values->empty(); }))
      return wrong(table.source(),
                   "an allowlist needs paths, rules, fingerprints or stopwords; without them it "
                   "would excuse everything");
    for (const std::string& fingerprint : list.fingerprints)
      if (!is_fingerprint(fingerprint))
        return wrong(table.source(), "allowlist: fingerprints: '" + escape_terminal(fingerprint) +
                                         "' is none; reports have them as 'id'");
    for (std::string& word : list.stopwords)
      word = lower_ascii(word);
    for (const std::string& pattern : list.path_patterns)
      list.paths.add(pattern);
    read_.allowlists.push_back(std::move(list));
    return Done{};
  }

  [[nodiscard]] Status read_expiry(const toml::node& node, FindingAllowlist& list) const {
    list.expires = midnight_of(node);
    if (!list.expires)
      return wrong(node.source(), "allowlist: expires must be a date, as 2027-01-31");
    return Done{};
  }

  static bool is_fingerprint(std::string_view text) {
    return text.size() == 26 && std::ranges::all_of(text, [](char c) {
             return (c >= 'a' && c <= 'z') || (c >= '2' && c <= '7');
           });
  }

  SettingsFile::Trust trust_;
  SettingsFile read_;
};

}  // namespace

const Setting* SettingsFile::find(std::string_view key) const {
  const auto found = std::ranges::find_if(
      settings, [&](const Setting& setting) { return setting.key->name == key; });
  return found == settings.end() ? nullptr : &*found;
}

Result<SettingsFile> parse_settings(std::string_view toml, const std::string& file,
                                    SettingsFile::Trust trust) {
  try {
    return SettingsReader(file, trust).read(toml::parse(toml));
  } catch (const toml::parse_error& failure) {
    return Error{file + ":" + std::to_string(failure.source().begin.line) + ": " +
                 std::string(failure.description())};
  }
}

Result<SettingsFile> load_settings(const std::string& file, SettingsFile::Trust trust) {
  std::error_code failed;
  const fs::path place =
      trust == SettingsFile::Trust::chosen ? fs::weakly_canonical(file, failed) : fs::path(file);
  const auto text = read_plain_file(place.string(), kLargestSettings);
  if (!text)
    return Error{file + ": can't be read as settings: it has to be a plain file of at most 1 MiB"};
  return parse_settings(*text, file, trust);
}

}  // namespace nhiscan
