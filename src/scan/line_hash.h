#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nhiscan {

/// SARIF's `primaryLocationLineHash` of each of the lines of a file, in their order:
/// `<hex>:<occurrence>`, as GitHub code scanning makes it (codeql-action, src/fingerprints.ts).
/// `lines` are 1-based, ascending, and may repeat; a line ends with `\n`. A line that the file
/// doesn't have gives an empty string. Needs memory for the answers only, whatever the file holds.
std::vector<std::string> line_hashes(std::string_view text, std::span<const std::size_t> lines);

}  // namespace nhiscan
