#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "nhiscan/result.h"
#include "nhiscan/rule.h"

namespace nhiscan {

/// Reads one rule file (rules/README.md). `name` stands in errors, which give file, line and key:
/// `acme.toml:7: rule 'x': …`. An unknown key, a wrong type, a missing required key and an unknown
/// word of a vocabulary are errors.
Result<std::vector<Rule>> parse_rules(std::string_view toml, std::string_view name);

/// What one rule file, or the files of a directory, say.
struct RuleFile {
  /// Allowlists that a file of another scanner gives to a built-in rule, or to all of them.
  struct ForBuiltIn {
    std::string rule;  ///< empty: all
    /// Only where the file is the settings of a run, since it doesn't add to the default rules.
    bool in_settings = false;
    std::vector<Allowlist> allowlists;
    std::string file;
    int line = 0;  ///< 1-based
  };

  std::vector<Rule> rules;
  std::vector<std::string> notes;     ///< `file:line: …`: what could not be carried over
  std::vector<std::string> left_out;  ///< ids of built-in rules
  std::vector<ForBuiltIn> for_built_in;
  std::string file;
};

/// Reads a rule file, or every `*.toml` of a directory in name order: of nhiscan, gitleaks or
/// betterleaks.
Result<RuleFile> load_rule_file(const std::filesystem::path& path);

/// The rules alone.
Result<std::vector<Rule>> load_rules(const std::filesystem::path& path);

}  // namespace nhiscan
