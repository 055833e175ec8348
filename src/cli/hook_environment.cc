#include "cli/hook_environment.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

namespace nhiscan {
namespace {

namespace fs = std::filesystem;

/// Empty where it isn't set.
std::string environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing sets variables
  return value == nullptr ? "" : value;
}

bool is_same(const std::string& one, const std::string& other) {
  std::error_code failed;
  return fs::equivalent(one, other, failed);
}

/// Whether what the environment says is said of this repository.
bool is_of_environment(const RepositoryLayout& layout) {
  if (const std::string directory = environment("GIT_DIR"); !directory.empty())
    return is_same(directory, layout.git_directory);
  const auto here = find_repository(".");
  return here && is_same(here->git_directory, layout.git_directory);
}

}  // namespace

Result<RepositoryLayout> find_hook_repository(const std::string& path) {
  auto layout = find_repository(path);
  if (!layout && path == "." && !environment("GIT_DIR").empty()) {
    auto named = open_layout(environment("GIT_DIR"));
    if (!named) return named.error().within("GIT_DIR");
    named->work_tree = environment("GIT_WORK_TREE");
    std::error_code failed;
    named->work_tree = fs::absolute(named->work_tree.empty() ? "." : named->work_tree, failed)
                           .lexically_normal()
                           .string();
    if (named->work_tree.ends_with('/') && named->work_tree.size() > 1) named->work_tree.pop_back();
    layout = *std::move(named);
  }
  return layout;
}

std::string index_of_hook(const RepositoryLayout& layout) {
  const std::string index = environment("GIT_INDEX_FILE");
  return !index.empty() && is_of_environment(layout) ? index : "";
}

}  // namespace nhiscan
