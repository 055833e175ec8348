#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "nhiscan/kinds.h"

namespace nhiscan {

/// The highest level that one of the grants names by its words ("contents:write",
/// "Directory.ReadWrite.All", "https://…/devstorage.read_only"). A grant whose words aren't known
/// counts for nothing; `unknown` if none is.
ScopeLevel level_of(const std::vector<std::string>& grants);

/// The level that a rule's own description of its scope states ("read-only", "admin", "write");
/// `unknown` if it doesn't.
ScopeLevel level_of_description(std::string_view text);

}  // namespace nhiscan
