#include "sources/tracked.h"

#include <cstddef>
#include <map>
#include <mutex>
#include <string>

#include "sources/repositories.h"
#include "wrap/git.h"

namespace nhiscan {
namespace {

std::optional<bool> is_ignored(const PathInRepository& place) {
  int ignored = 0;
  if (git_ignore_path_is_ignored(&ignored, place.tree->repository.get(), place.path.c_str()) != 0) {
    return std::nullopt;
  }
  return ignored != 0;
}

}  // namespace

struct TrackedFiles::State {
  std::mutex mutex;
  Repositories repositories;
  std::map<const WorkTree*, GitIndex> indexes;

  /// Null if the index can't be read.
  git_index* index_of(const WorkTree& tree) {
    const auto [place, is_new] = indexes.try_emplace(&tree);
    if (is_new) git_repository_index(into(place->second), tree.repository.get());
    return place->second.get();
  }
};

TrackedFiles::TrackedFiles() : state_(std::make_unique<State>()) {}
TrackedFiles::~TrackedFiles() = default;
TrackedFiles::TrackedFiles(TrackedFiles&& other) noexcept = default;
TrackedFiles& TrackedFiles::operator=(TrackedFiles&& other) noexcept = default;

std::optional<bool> TrackedFiles::is_tracked(std::string_view path) {
  const std::lock_guard lock(state_->mutex);
  const auto place = state_->repositories.locate(path);
  if (!place || place->path.empty()) return std::nullopt;
  git_index* index = state_->index_of(*place->tree);
  if (index == nullptr) return std::nullopt;
  if (git_index_get_bypath(index, place->path.c_str(), GIT_INDEX_STAGE_NORMAL) != nullptr)
    return true;
  const auto ignored = is_ignored(*place);
  if (!ignored) return std::nullopt;
  return !*ignored;
}

bool TrackedFiles::is_ignored_directory(std::string_view path) {
  const std::lock_guard lock(state_->mutex);
  auto place = state_->repositories.locate(path);
  if (!place || place->path.empty()) return false;
  place->path += '/';
  if (!is_ignored(*place).value_or(false)) return false;
  git_index* index = state_->index_of(*place->tree);
  if (index == nullptr) return false;
  std::size_t position = 0;
  return git_index_find_prefix(&position, index, place->path.c_str()) != 0;
}

}  // namespace nhiscan
