#pragma once

#include <cstddef>
#include <string_view>

namespace nhiscan {

/// Where the next `##[`, `##vso[` or the like begins, on which the logs of Azure Pipelines, GitHub
/// Actions and TeamCity act wherever it stands in a line; npos where there is none.
/// `escape_terminal` makes it visible: `#\x23vso[`.
std::size_t find_log_command(std::string_view text, std::size_t offset);

}  // namespace nhiscan
