#pragma once

#include <string_view>

#include "decoders/json_tree.h"
#include "decoders/value_tree.h"
#include "nhiscan/result.h"

// Readers of configuration files. All keep to 100 levels and a million values; a failure says where
// and why, and begins with "more than" where it is such a limit.
namespace nhiscan {

/// The documents of a YAML stream. Aliases and merge keys aren't
/// followed. What comes before a mistake is read, too, as templates are no YAML throughout.
Result<ValueTree> read_yaml_tree(std::string_view text);

/// XML. An element with nothing but text is a text; else a map of its attributes, elements and
/// texts. Property lists (`<plist>`) are read as what they stand for. No entity is expanded, and no
/// DTD is read.
Result<ValueTree> read_xml_tree(std::string_view text);

/// Lines `key = value` in sections: INI, git's and AWS's configuration, systemd's units, `.env`.
Result<ValueTree> read_ini_tree(std::string_view text);

/// Java properties: lines that a backslash joins, escapes.
Result<ValueTree> read_properties_tree(std::string_view text);

/// TOML, and HCL with its blocks, heredocs and labels.
Result<ValueTree> read_toml_tree(std::string_view text);
Result<ValueTree> read_hcl_tree(std::string_view text);

}  // namespace nhiscan
