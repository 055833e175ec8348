#include "wrap/git.h"

#include <array>
#include <cstddef>

namespace nhiscan {
namespace {

constexpr std::ptrdiff_t kObjectCacheBytes = std::ptrdiff_t{64} << 20;

bool initialize_once() {
  git_libgit2_init();
  git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
  git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
  git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, kObjectCacheBytes);
  for (const auto level : {GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM,
                           GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL}) {
    git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, static_cast<int>(level), "");
  }
  return true;
}

}  // namespace

void initialize_git() { [[maybe_unused]] static const bool kInitialized = initialize_once(); }

Result<GitRepository> open_repository(const std::string& path) {
  initialize_git();
  GitRepository repository;
  if (git_repository_open_ext(into(repository), path.c_str(), GIT_REPOSITORY_OPEN_CROSS_FS,
                              nullptr) != 0) {
    return last_git_error().within(path);
  }
  return repository;
}

GitRepository open_repository_at(const std::string& directory) {
  initialize_git();
  GitRepository repository;
  git_repository_open_ext(into(repository), directory.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH,
                          nullptr);
  if (repository && git_repository_is_bare(repository.get()) != 0) repository.reset();
  return repository;
}

Error last_git_error() {
  const git_error* error = git_error_last();
  return {error != nullptr && error->message != nullptr ? error->message : "unknown libgit2 error"};
}

std::string to_string(const git_oid& id) {
  std::array<char, GIT_OID_HEXSZ> hex{};
  git_oid_fmt(hex.data(), &id);
  return {hex.data(), hex.size()};
}

std::optional<git_oid> parse_git_oid(std::string_view hex) {
  git_oid id;
  if (hex.size() != GIT_OID_HEXSZ || git_oid_fromstrn(&id, hex.data(), hex.size()) != 0)
    return std::nullopt;
  return id;
}

}  // namespace nhiscan
