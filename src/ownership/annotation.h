#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace nhiscan {

/// A comment that names an owner: `# owner: team-x`, `// @owner Jane Doe <jane@example.com>`, `--
/// Maintainer: @jane`.
struct OwnerAnnotation {
  std::string owner;     ///< as written
  std::string key;       ///< "owner", "team", "maintainer", … lower case
  std::size_t line = 0;  ///< 1-based
};

/// The comments of one file that name owners. Only comments count: a key of the file itself
/// (`owner: root`) usually means something else.
class OwnerAnnotations {
 public:
  explicit OwnerAnnotations(std::string text);

  /// The nearest annotation at most ten lines from `line` (1-based; one above wins a tie), else one
  /// in the first ten lines of the file.
  [[nodiscard]] std::optional<OwnerAnnotation> find(std::size_t line) const;

 private:
  [[nodiscard]] std::optional<OwnerAnnotation> nearest(std::size_t line) const;
  [[nodiscard]] std::optional<OwnerAnnotation> at(std::size_t line) const;

  std::string text_;
  std::vector<std::size_t> begins_;  // of the lines
};

}  // namespace nhiscan
