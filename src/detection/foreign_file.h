#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/toml.h"
#include "detection/go_regex.h"
#include "nhiscan/result.h"
#include "nhiscan/rule.h"

// What stands in a rule file of gitleaks or betterleaks, before it becomes rules.
namespace nhiscan {

struct ForeignRule {
  std::string id;
  std::string file;
  int line = 0;  ///< 1-based
  std::optional<std::string> description;
  std::optional<GoRegex> regex;
  int regex_line = 0;
  std::optional<std::uint32_t> secret_group;
  std::optional<double> entropy;
  std::optional<std::string> path;  ///< PCRE2
  std::optional<std::vector<std::string>> keywords;
  std::optional<std::vector<std::string>> tags;
  std::optional<std::vector<Requirement>> required;
  std::optional<bool> skip_report;
  std::vector<Allowlist> allowlists;
};

/// An allowlist of all rules, or of those it names.
struct SharedAllowlist {
  Allowlist list;
  std::vector<std::string> rules;
  int line = 0;
};

struct ForeignFile {
  std::vector<ForeignRule> rules;
  std::vector<SharedAllowlist> allowlists;
  std::vector<std::string> disabled_rules;
  bool use_default = false;
  std::string extended_path;  ///< empty: none
  std::vector<std::string> notes;
};

/// Fails, with file, line and key, on what is wrong; notes what can't be carried over.
Result<ForeignFile> read_foreign_file(const toml::table& document, const std::string& file);

}  // namespace nhiscan
