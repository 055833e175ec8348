#include "sources/tracked.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <optional>

#include "temporary_repository.h"

using nhiscan::TemporaryDirectory;
using nhiscan::TemporaryRepository;
using nhiscan::TrackedFiles;

TEST_CASE("TrackedFiles::is_tracked: false only for what git ignores and doesn't have") {
  TemporaryRepository repository;
  repository.write("kept.log", "x");
  repository.write("src/main.cc", "x");
  repository.commit("first", "Jane", "jane@example.com", 1700000000);
  repository.write(".gitignore", "*.log\nbuild/\n");
  repository.write("other.log", "x");
  repository.write("new.txt", "x");
  repository.write("build/x.o", "x");
  TrackedFiles files;
  CHECK(files.is_tracked(repository.at("kept.log")) == true);
  CHECK(files.is_tracked(repository.at("src/main.cc")) == true);
  CHECK(files.is_tracked(repository.at("src/../src/main.cc")) == true);
  CHECK(files.is_tracked(repository.at("new.txt")) == true);
  CHECK(files.is_tracked(repository.at("other.log")) == false);
  CHECK(files.is_tracked(repository.at("build/x.o")) == false);
  CHECK(files.is_ignored_directory(repository.at("build")));
  CHECK_FALSE(files.is_ignored_directory(repository.at("src")));
}

TEST_CASE("TrackedFiles: an ignored directory with a tracked file isn't ignored") {
  TemporaryRepository repository;
  repository.write("build/kept.txt", "x");
  repository.commit("first", "Jane", "jane@example.com", 1700000000);
  repository.write(".gitignore", "build/\n");
  TrackedFiles files;
  CHECK_FALSE(files.is_ignored_directory(repository.at("build")));
  CHECK(files.is_tracked(repository.at("build/kept.txt")) == true);
}

TEST_CASE("TrackedFiles: the innermost repository answers, and nobody outside of one") {
  const TemporaryDirectory outside;
  outside.write("a.txt", "x");
  TemporaryRepository repository;
  repository.write(".gitignore", "*.env\n");
  repository.write("inner/a.env", "x");
  nhiscan::GitRepository inner;
  git_repository_init(nhiscan::into(inner), repository.at("inner").c_str(), 0);
  TrackedFiles files;
  CHECK(files.is_tracked(outside.at("a.txt")) == std::nullopt);
  CHECK_FALSE(files.is_ignored_directory(outside.path()));
  CHECK(files.is_tracked(repository.at("inner/a.env")) == true);
  CHECK(files.is_tracked(repository.at("x.env")) == false);
}
