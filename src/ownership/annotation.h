#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace nhiscan {

/// A comment that names an owner: `# owner: team-x`, `// @owner Jane Doe <jane@example.com>`, `--
/// Maintainer: @jane`.
struct OwnerAnnotation {
  std::string owner;     ///< as written
  std::string key;       ///< "owner", "team", "maintainer", … lower case
  std::size_t line = 0;  ///< 1-based
};

/// The nearest annotation at most ten lines from `line` (1-based; one above wins a tie), else one
/// in the first ten lines of the file. Only comments count: a key of the file itself (`owner:
/// root`) usually means something else.
std::optional<OwnerAnnotation> find_owner_annotation(std::string_view text, std::size_t line);

}  // namespace nhiscan
