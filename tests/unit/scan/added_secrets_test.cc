#include "scan/added_secrets.h"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "unit/git/pack_builder.h"

using namespace nhiscan;

namespace {

/// A blob is written as what it holds: each letter is a secret, digits make it another blob.
struct Range {
  std::map<std::string, ObjectId> ids;
  std::map<ObjectId, std::vector<Hit>> hits;
  AddedSecrets secrets{[this](const NamedObject& object) { return std::span(hits[object.id]); }};
  std::uint32_t commits = 0;

  struct Change {
    std::string path;
    std::string now;                    ///< `-` for none
    std::vector<std::string> old = {};  ///< of each parent that has the file
  };

  ObjectId blob(const std::string& text) {
    const auto number = static_cast<std::uint32_t>(1000 + ids.size());
    const auto [known, is_new] = ids.try_emplace(text, PackBuilder::id(number));
    if (is_new)
      for (const char letter : text)
        if (letter >= 'a') hits[known->second].push_back({0, static_cast<std::uint64_t>(letter)});
    return known->second;
  }

  void commit(const std::vector<Change>& changes) {
    std::vector<TreeChange> files;
    for (const Change& change : changes) {
      TreeChange file{change.path, std::nullopt, {}};
      if (change.now != "-") file.id = blob(change.now);
      for (const std::string& old : change.old)
        file.old_ids.push_back(blob(old));
      files.push_back(std::move(file));
    }
    const std::uint32_t number = ++commits;
    secrets.add({PackBuilder::id(number), {}, {}, number}, files);
  }

  /// "secret commit paths versions", then "-commit" where it was removed.
  [[nodiscard]] std::string found() const {
    std::string text;
    for (const AddedSecret& secret : secrets.all()) {
      text += static_cast<char>(secret.hit.secret);
      for (std::uint32_t number = 1; number <= commits; ++number)
        if (secret.commit == PackBuilder::id(number)) text += " " + std::to_string(number);
      for (const std::string& path : secret.paths)
        text += " " + path;
      text += " " + std::to_string(secret.blobs.size());
      if (secret.removed_by) text += " -" + std::to_string(secret.removed_at);
      text += "\n";
    }
    return text;
  }
};

struct Case {
  std::string what;
  std::vector<std::vector<Range::Change>> commits;
  std::string expected;
};

}  // namespace

TEST_CASE("AddedSecrets: what a commit adds, and what becomes of it") {
  const std::vector<Case> cases = {
      {"added, kept, removed",
       {{{"f", "a1", {"1"}}}, {{"f", "a2", {"a1"}}}, {{"f", "3", {"a2"}}}},
       "a 1 f 2 -3\n"},
      {"older than the range", {{{"f", "a2", {"a1"}}}, {{"f", "ab", {"a2"}}}}, "b 2 f 1\n"},
      {"brought back", {{{"f", "2", {"a1"}}}, {{"f", "a3", {"2"}}}}, "a 2 f 1\n"},
      {"added, removed and brought back",
       {{{"f", "a"}}, {{"f", "-", {"a"}}}, {{"f", "a4"}}},
       "a 1 f 2 -2\n"},
      {"a rename of what is older", {{{"f", "-", {"a1"}}, {"g", "a1"}}, {{"g", "a2", {"a1"}}}}, ""},
      {"a rename inside the range",
       {{{"f", "a1"}}, {{"f", "-", {"a1"}}, {"g", "a1"}}, {{"g", "-", {"a1"}}}},
       "a 1 f g 1 -3\n"},
      {"moved to a file that is there", {{{"f", "1", {"a1"}}, {"g", "a2", {"2"}}}}, ""},
      {"a copy of what is older", {{{"g", "a1"}}}, "a 1 g 1\n"},
      {"a copy, though the other file changes too",
       {{{"f", "a2", {"a1"}}, {"g", "a3"}}},
       "a 1 g 1\n"},
      {"a copy inside the range is the same file",
       {{{"f", "a1"}, {"g", "a1"}}, {{"h", "a1"}}},
       "a 1 f g h 1\n"},
      {"the same secret in two files", {{{"f", "a1"}, {"g", "a2"}}}, "a 1 f 1\na 1 g 1\n"},
      {"a merge that neither side has", {{{"f", "ab", {"a1", "2"}}}}, "b 1 f 1\n"},
      {"a merge drops it", {{{"f", "a1"}}, {{"f", "3", {"a1", "2"}}}}, "a 1 f 1 -2\n"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.what);
    Range range;
    for (const std::vector<Range::Change>& commit : one.commits)
      range.commit(commit);
    CHECK(range.found() == one.expected);
  }
}
