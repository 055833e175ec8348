#include "store/history_states.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

using namespace nhiscan;

namespace {

namespace fs = std::filesystem;

/// A path for a file that goes with the test.
class TemporaryFile {
 public:
  TemporaryFile()
      : path_(fs::temp_directory_path() / ("nhiscan-state-" + std::to_string(getpid()))) {}
  ~TemporaryFile() { fs::remove(path_); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  [[nodiscard]] std::string path() const { return path_.string(); }
  [[nodiscard]] std::string read() const {
    std::ifstream in(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write(const std::string& bytes) const { std::ofstream(path_, std::ios::binary) << bytes; }

 private:
  fs::path path_;
};

ObjectId some_id(std::uint8_t byte) {
  ObjectId id;
  id.bytes.fill(byte);
  return id;
}

HistoryMemory full_memory() {
  HistoryMemory memory;
  memory.settings = "rules";
  memory.packs = {{some_id(1), 3}, {some_id(2), 5}};
  memory.loose = {some_id(3)};
  memory.scan.objects = {{2, ObjectType::blob, {{7, 99}, {8, 1}}}};
  memory.scan.commits = {{some_id(4), some_id(5), {some_id(6), some_id(7)}, -5}};
  memory.scan.tags = {{some_id(8), some_id(4)}};
  memory.scan.coverage.blobs = 4;
  memory.scan.coverage.skipped = {{"git:blob/x", "larger", 12, false}};
  memory.scan.binary_blobs = 2;
  memory.trees = TreeRecord{{1}, {2}, {{0, 2}, {1, 2}}, {"a", "b"}, {some_id(9)}};
  HistoryPlace place;
  place.id = some_id(2);
  place.path = "a.txt";
  place.commit = some_id(4);
  place.hits = {{{7, 99}, {{"a.txt"}, Reach::ref, {"refs/heads/x"}, 3, "abc", 5}, true}};
  memory.choice = {"key", {place}, {{"git:trees", "damaged"}}};
  memory.is_new = true;
  return memory;
}

}  // namespace

TEST_CASE("HistoryStates: reads what it saved") {
  const TemporaryFile file;
  auto states = HistoryStates::open(file.path());
  REQUIRE(states);
  states->of("/a") = full_memory();
  REQUIRE(states->save());
  auto again = HistoryStates::open(file.path());
  REQUIRE(again);
  const HistoryMemory& memory = again->of("/a");
  const HistoryMemory before = full_memory();
  CHECK(memory.settings == before.settings);
  CHECK(memory.packs == before.packs);
  CHECK(memory.loose == before.loose);
  REQUIRE(memory.scan.objects.size() == 1);
  CHECK(memory.scan.objects[0].hits == before.scan.objects[0].hits);
  REQUIRE(memory.scan.commits.size() == 1);
  CHECK(memory.scan.commits[0].parents == before.scan.commits[0].parents);
  CHECK(memory.scan.commits[0].time == -5);
  CHECK(memory.scan.coverage.skipped == before.scan.coverage.skipped);
  CHECK(memory.scan.binary_blobs == 2);
  REQUIRE(memory.trees);
  CHECK(memory.trees->names == before.trees->names);
  REQUIRE(memory.choice);
  REQUIRE(memory.choice->places.size() == 1);
  CHECK(memory.choice->places[0].commit == some_id(4));
  CHECK(memory.choice->places[0].hits[0].history.removed_at == 5);
  CHECK(memory.choice->places[0].hits[0].at_head);
  CHECK(again->of("/b").packs.empty());
}

TEST_CASE("HistoryStates: a damaged file is as good as none, another kind of file is left alone") {
  const TemporaryFile file;
  auto states = HistoryStates::open(file.path());
  REQUIRE(states);
  states->of("/a") = full_memory();
  REQUIRE(states->save());
  const std::string whole = file.read();
  for (std::size_t size = 0; size < whole.size(); size += 7) {
    file.write(whole.substr(0, size));
    auto cut = HistoryStates::open(file.path());
    if (size > 0 && size < 14) {
      CHECK_FALSE(cut);
      continue;
    }
    REQUIRE(cut);
    CHECK(cut->of("/a").packs.empty());
  }
  std::string flipped = whole;
  flipped[flipped.size() / 2] ^= 1;
  file.write(flipped);
  auto damaged = HistoryStates::open(file.path());
  REQUIRE(damaged);
  CHECK(damaged->of("/a").packs.empty());
  file.write("my thesis");
  CHECK_FALSE(HistoryStates::open(file.path()));
}
