#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "decoders/value_tree.h"
#include "nhiscan/result.h"

namespace nhiscan {

/// A syntax of configuration files.
struct ConfigFormat {
  std::string_view name;
  bool (*is_named)(std::string_view lower_name) =
      nullptr;                                          ///< by a file's name without its folders
  bool (*looks_like)(std::string_view line) = nullptr;  ///< by the first line that says something
  Result<ValueTree> (*read)(std::string_view text) = nullptr;
  bool is_strict = false;  ///< whether reading ends soon where the text is something else
};

std::span<const ConfigFormat> config_formats();

/// The format that the name stands for if the text looks like it; with an empty path all that the
/// first kConfigHead bytes look like, as a file may have any name, if it is more than the first line
/// that does.
std::vector<const ConfigFormat*> formats_of(std::string_view path, std::string_view text);

}  // namespace nhiscan
