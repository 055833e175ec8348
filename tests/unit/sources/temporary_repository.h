#pragma once

#include <array>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "wrap/git.h"

namespace nhiscan {

/// A directory that is removed again.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "nhiscan-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
    path_ = name;
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }

  [[nodiscard]] const std::string& path() const { return path_; }

  /// The absolute path of a file in it.
  [[nodiscard]] std::string at(const std::string& name) const { return path_ + "/" + name; }

  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories(std::filesystem::path(at(name)).parent_path());
    std::ofstream(at(name), std::ios::binary) << text;
  }

 private:
  std::string path_;
};

/// A repository with a working tree in a temporary directory.
class TemporaryRepository {
 public:
  TemporaryRepository() {
    initialize_git();
    git_repository_init(into(repository_), directory_.path().c_str(), 0);
  }

  [[nodiscard]] git_repository* get() const { return repository_.get(); }
  [[nodiscard]] const std::string& path() const { return directory_.path(); }
  [[nodiscard]] std::string at(const std::string& name) const { return directory_.at(name); }
  void write(const std::string& name, const std::string& text) const {
    directory_.write(name, text);
  }

  /// Commits everything that isn't ignored, removed files too; returns the id. `date` is in seconds
  /// since the epoch.
  std::string commit(const std::string& message, const std::string& name, const std::string& email,
                     std::int64_t date) {
    GitIndex index;
    git_repository_index(into(index), repository_.get());
    std::array<char, 2> all = {'*', '\0'};
    char* pattern = all.data();
    const git_strarray everything = {&pattern, 1};
    git_index_add_all(index.get(), &everything, 0, nullptr, nullptr);
    git_index_update_all(index.get(), &everything, nullptr, nullptr);
    git_index_write(index.get());
    git_oid tree_id;
    git_index_write_tree(&tree_id, index.get());
    GitTree tree;
    git_tree_lookup(into(tree), repository_.get(), &tree_id);
    GitSignature author;
    git_signature_new(into(author), name.c_str(), email.c_str(), date, 0);
    GitCommit parent;
    git_oid id;
    if (git_reference_name_to_id(&id, repository_.get(), "HEAD") == 0)
      git_commit_lookup(into(parent), repository_.get(), &id);
    const git_commit* parents = parent.get();
    git_commit_create(&id, repository_.get(), "HEAD", author.get(), author.get(), nullptr,
                      message.c_str(), tree.get(), parent ? 1 : 0, &parents);
    return to_string(id);
  }

 private:
  TemporaryDirectory directory_;
  GitRepository repository_;
};

}  // namespace nhiscan
