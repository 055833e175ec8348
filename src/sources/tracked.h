#pragma once

#include <memory>
#include <optional>
#include <string_view>

namespace nhiscan {

/// What git knows of the files under the scanned paths. Safe to call from several threads: calls
/// take turns.
class TrackedFiles {
 public:
  TrackedFiles();
  ~TrackedFiles();
  TrackedFiles(TrackedFiles&& other) noexcept;
  TrackedFiles& operator=(TrackedFiles&& other) noexcept;

  /// False only where the innermost repository ignores the file and doesn't have it in its index;
  /// nothing where there is no repository or it can't answer. `path` is absolute or relative to the
  /// working directory.
  std::optional<bool> is_tracked(std::string_view path);

  /// Whether git ignores the directory and tracks nothing below it; false where there is no
  /// repository.
  bool is_ignored_directory(std::string_view path);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace nhiscan
