#include "git/object_environment.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "unit/sources/temporary_repository.h"

using namespace nhiscan;

namespace {

/// A variable of the environment for as long as a test runs.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) {
    setenv(name, value.c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;
  ~Variable() { unsetenv(name_); }  // NOLINT(concurrency-mt-unsafe)

 private:
  const char* name_;
};

std::string made(const TemporaryDirectory& directory, const std::string& name) {
  std::filesystem::create_directories(directory.at(name));
  return directory.at(name);
}

}  // namespace

TEST_CASE("objects_of_environment: the quarantine of the repository, and what git names with it") {
  const TemporaryDirectory directory;
  const std::string objects = made(directory, "objects");
  const std::string incoming = made(directory, "objects/tmp_objdir-incoming-7");
  CHECK(objects_of_environment(objects).empty());
  const Variable quarantine("GIT_QUARANTINE_PATH", incoming);
  const Variable own("GIT_OBJECT_DIRECTORY", incoming);
  const Variable alternates("GIT_ALTERNATE_OBJECT_DIRECTORIES", objects);
  CHECK(objects_of_environment(objects) == std::vector<std::string>{incoming, incoming, objects});
  CHECK(objects_of_environment(made(directory, "other")).empty());
}

TEST_CASE("objects_of_environment: alternates with colons stand in quotes") {
  const TemporaryDirectory directory;
  const std::string objects = made(directory, "objects");
  const Variable own("GIT_OBJECT_DIRECTORY", objects);
  const Variable alternates("GIT_ALTERNATE_OBJECT_DIRECTORIES",
                            "/a:\"/b:c\\\\d\\\"e\\303\\244\":/f:\"/g");
  CHECK(objects_of_environment(objects) ==
        std::vector<std::string>{objects, "/a", "/b:c\\d\"e\xC3\xA4", "/f", "/g"});
}
