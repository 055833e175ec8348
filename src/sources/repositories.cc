#include "sources/repositories.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

namespace nhiscan {
namespace fs = std::filesystem;

std::string absolute_path(std::string_view path) {
  std::error_code error;
  fs::path absolute = fs::absolute(fs::path(path), error);
  if (error) absolute = fs::path(path);
  std::string text = absolute.lexically_normal().string();
  while (text.size() > 1 && text.back() == '/')
    text.pop_back();
  return text;
}

std::optional<PathInRepository> Repositories::locate(std::string_view path) {
  const std::string absolute = absolute_path(path);
  std::error_code error;
  const bool is_directory = fs::is_directory(fs::symlink_status(absolute, error));
  WorkTree* tree = tree_of(is_directory ? absolute : fs::path(absolute).parent_path().string());
  if (tree == nullptr) return std::nullopt;
  const std::size_t begin = tree->directory == "/" ? 1 : tree->directory.size() + 1;
  return PathInRepository{tree, begin < absolute.size() ? absolute.substr(begin) : std::string()};
}

WorkTree* Repositories::tree_of(const std::string& directory) {
  std::vector<std::string> passed;
  WorkTree* tree = nullptr;
  for (std::string here = directory; !here.empty();) {
    if (const auto known = tree_of_directory_.find(here); known != tree_of_directory_.end()) {
      tree = known->second;
      break;
    }
    passed.push_back(here);
    struct stat status {};
    if (lstat((here + "/.git").c_str(), &status) == 0) {
      if (GitRepository repository = open_repository_at(here)) {
        tree = &trees_.emplace(here, WorkTree{here, std::move(repository)}).first->second;
        break;
      }
    }
    // Not by fs::path: it takes a path apart, and a tree of git's may be 10,000 deep.
    const std::size_t slash = here.rfind('/');
    const std::string parent = here.substr(0, slash == 0 ? 1 : std::min(slash, here.size()));
    if (parent == here) break;
    here = parent;
  }
  for (std::string& one : passed)
    tree_of_directory_.emplace(std::move(one), tree);
  return tree;
}

}  // namespace nhiscan
