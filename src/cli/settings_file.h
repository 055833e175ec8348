#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/setting_keys.h"
#include "nhiscan/result.h"
#include "suppression/allowlist.h"

namespace nhiscan {

inline constexpr std::string_view kSettingsName = ".nhiscan.toml";

/// One key of a settings file.
struct Setting {
  const SettingKey* key = nullptr;
  SettingKey::Value value;
  int line = 0;  ///< 1-based
};

/// What a settings file says.
struct SettingsFile {
  /// `found`: in what is scanned, so whoever wrote that chose it. `chosen`: by the user.
  enum class Trust : std::uint8_t { found, chosen };

  std::string file;       ///< as messages name it
  std::string directory;  ///< canonical
  std::vector<Setting> settings;
  std::vector<FindingAllowlist> allowlists;

  [[nodiscard]] const Setting* find(std::string_view key) const;
};

/// Reads the text of a settings file. An error gives file and line: of an unknown key, with the one
/// that was probably meant; of a wrong type, with the right one. `file` is in `directory`, which
/// paths to read and to write are taken from; what a found file writes lies in there.
Result<SettingsFile> parse_settings(std::string_view toml, const std::string& file,
                                    SettingsFile::Trust trust);

/// The same of the file; fails where it can't be read.
Result<SettingsFile> load_settings(const std::string& file, SettingsFile::Trust trust);

}  // namespace nhiscan
