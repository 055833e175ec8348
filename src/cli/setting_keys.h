#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cli/options.h"

namespace nhiscan {

/// What a settings file may say under one key. The option of the same name, with `-` for `_`, says
/// it on the command line.
struct SettingKey {
  using Value = std::variant<std::string, std::vector<std::string>, bool, std::int64_t>;
  using Member =
      std::variant<std::string ScanArguments::*, std::vector<std::string> ScanArguments::*,
                   bool ScanArguments::*, std::optional<bool> ScanArguments::*,
                   int ScanArguments::*, unsigned ScanArguments::*, std::size_t ScanArguments::*>;

  std::string_view name;
  Member member;
  std::string_view words{};  ///< the only values, separated by blanks; empty: any
  std::int64_t least = 0;    ///< of a number
  std::int64_t most = 0;
  enum class Holds : std::uint8_t {
    words,
    number,  ///< as text, or as a TOML number
    paths,   ///< to read, from the file's directory
    target   ///< to write: likewise, or NAME=PATH
  } holds = Holds::words;
  /// Whether a file that was found in what is scanned may say it.
  enum class From : std::uint8_t { anywhere, user } from = From::anywhere;
  enum class Several : std::uint8_t { replace, add } several = Several::replace;
};

/// All of them, in the order in which they are shown.
std::span<const SettingKey> setting_keys();

const SettingKey* find_setting_key(std::string_view name);

/// "a string", "true or false", "a whole number from 0 to 64", "a list of strings".
std::string type_name(const SettingKey& key);

/// The value in the arguments, as TOML; nothing where it isn't set.
std::optional<std::string> shown_setting(const SettingKey& key, const ScanArguments& arguments);

/// What is wrong with a value of the right type; empty if nothing is.
std::string problem_with(const SettingKey& key, const SettingKey::Value& value);

/// Sets the value; puts a list that adds up before what is there.
void set_argument(const SettingKey& key, const SettingKey::Value& value, ScanArguments& arguments);

/// Text as a TOML string.
std::string toml_string(std::string_view text);

}  // namespace nhiscan
