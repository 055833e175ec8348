#include "sources/filesystem.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace nhiscan;

namespace {

namespace fs = std::filesystem;

/// A directory that is made for one test and removed with it.
class Tree {
 public:
  Tree() : root_(fs::temp_directory_path() / ("nhiscan-tree-" + std::to_string(getpid()))) {
    fs::create_directories(root_);
  }
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;
  ~Tree() { fs::remove_all(root_); }

  void file(const std::string& path, const std::string& text = "x") {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }

  [[nodiscard]] fs::path at(const std::string& path) const { return root_ / path; }
  [[nodiscard]] std::string root() const { return root_.string(); }

 private:
  fs::path root_;
};

struct Listing {
  std::vector<std::string> paths;
  std::vector<Skipped> skipped;

  [[nodiscard]] std::string reason(const std::string& path) const {
    const auto row = std::ranges::find(skipped, path, &Skipped::path);
    return row == skipped.end() ? "" : row->reason;
  }
};

Listing list(const Tree& tree, FilesystemOptions options = {}) {
  options.paths = {tree.root()};
  auto source = open_filesystem(options);
  REQUIRE(source);
  Listing listing;
  const std::string prefix = tree.root() + "/";
  for (auto batch = (*source)->next(); !batch.empty(); batch = (*source)->next())
    for (const BlobRef& blob : batch)
      listing.paths.push_back(blob.path.substr(prefix.size()));
  listing.skipped = (*source)->take_skipped();
  for (Skipped& skipped : listing.skipped)
    skipped.path = skipped.path.substr(prefix.size());
  std::ranges::sort(listing.paths);
  return listing;
}

using Paths = std::vector<std::string>;

}  // namespace

TEST_CASE("open_filesystem: lists hidden files and all depths, but nothing inside .git") {
  Tree tree;
  for (const char* path : {"a", ".hidden/b", "c/d/e/f", ".git/config", "sub/.git"})
    tree.file(path);
  CHECK(list(tree).paths == Paths{".hidden/b", "a", "c/d/e/f", "sub/.git"});
}

TEST_CASE("open_filesystem: links are not followed, and those that say something are named") {
  Tree tree;
  tree.file("a/file");
  fs::create_symlink("file", tree.at("a/inside"));
  fs::create_symlink("/etc/hostname", tree.at("outside"));
  fs::create_symlink("nothing", tree.at("dangling"));
  fs::create_symlink("loop", tree.at("loop"));
  fs::create_directory_symlink("..", tree.at("a/up"));
  const Listing listing = list(tree);
  CHECK(listing.paths == Paths{"a/file"});
  CHECK(listing.reason("outside") == "symbolic link that leaves the scanned tree");
  CHECK(listing.reason("dangling") == "symbolic link to nothing");
  CHECK(listing.reason("loop") == "symbolic link that loops");
  CHECK(listing.reason("a/inside").empty());
  CHECK(std::ranges::none_of(listing.skipped, &Skipped::failed));
}

TEST_CASE("open_filesystem: pipes are skipped and named") {
  Tree tree;
  tree.file("a");
  REQUIRE(mkfifo(tree.at("pipe").c_str(), 0600) == 0);
  const Listing listing = list(tree);
  CHECK(listing.paths == Paths{"a"});
  CHECK(listing.reason("pipe") == "named pipe");
}

TEST_CASE("open_filesystem: .nhiscanignore holds below its directory, --exclude from the root") {
  Tree tree;
  for (const char* path : {"a.log", "keep.log", "sub/a.log", "sub/b.tmp", "build/x", "sub/build/y"})
    tree.file(path);
  tree.file(".nhiscanignore", "*.log\n!keep.log\n/build/\n");
  tree.file("sub/.nhiscanignore", "!a.log\n");
  FilesystemOptions options;
  options.exclude = {"*.tmp"};
  const Listing listing = list(tree, options);
  CHECK(listing.paths ==
        Paths{".nhiscanignore", "keep.log", "sub/.nhiscanignore", "sub/a.log", "sub/build/y"});
  CHECK(listing.reason("a.log") == "excluded by .nhiscanignore");
  CHECK(listing.reason("build/") == "excluded by .nhiscanignore");
  CHECK(listing.reason("sub/b.tmp") == "excluded by --exclude");
  options.ignore_files = FilesystemOptions::IgnoreFiles::no;
  CHECK(list(tree, options).paths.size() == 7);
}

TEST_CASE("open_filesystem: 200 directories deep, long names and names with line ends") {
  Tree tree;
  std::string deep;
  for (int i = 0; i < 200; ++i)
    deep += "d/";
  tree.file(deep + "file");
  tree.file(std::string(255, 'n'));
  tree.file("line\nend\x1b[31m");
  CHECK(list(tree).paths.size() == 3);
}

TEST_CASE("open_filesystem: fails on a path that does not exist") {
  FilesystemOptions options;
  options.paths = {"/nonexistent"};
  const auto source = open_filesystem(options);
  REQUIRE_FALSE(source);
  CHECK(source.error().message == "/nonexistent: No such file or directory");
}
