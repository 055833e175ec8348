// Settings files, found and chosen.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "cli/settings_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto trust :
       {nhiscan::SettingsFile::Trust::found, nhiscan::SettingsFile::Trust::chosen})
    (void)nhiscan::parse_settings(text, "settings.toml", trust);
  return 0;
}
