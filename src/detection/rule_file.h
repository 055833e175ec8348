#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "nhiscan/result.h"
#include "nhiscan/rule.h"

namespace nhiscan {

/// Reads one rule file (rules/README.md). `name` stands in errors, which give file, line and key:
/// `acme.toml:7: rule 'x': …`. An unknown key, a wrong type, a missing required key and an unknown
/// word of a vocabulary are errors.
Result<std::vector<Rule>> parse_rules(std::string_view toml, std::string_view name);

/// Reads a rule file, or every `*.toml` of a directory in name order.
Result<std::vector<Rule>> load_rules(const std::filesystem::path& path);

}  // namespace nhiscan
