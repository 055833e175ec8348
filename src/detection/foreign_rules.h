#pragma once

#include <functional>
#include <string>

#include "base/toml.h"
#include "detection/rule_file.h"
#include "nhiscan/result.h"

// Rule files of gitleaks and betterleaks, as their documentation describes them: [[rules]],
// [extend], allowlists.
namespace nhiscan {

/// Whether a document is one of theirs.
bool is_foreign_rule_file(const toml::table& document);

/// Reads the document of another file, for `[extend] path`.
using DocumentLoader = std::function<Result<toml::table>(const std::string& path)>;

/// Carries the document over. What can't be is named in the notes; what is wrong fails, with file,
/// line and key.
Result<RuleFile> read_foreign_rules(const toml::table& document, const std::string& file,
                                    const DocumentLoader& load);

}  // namespace nhiscan
