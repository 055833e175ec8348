#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "ownership/history.h"
#include "wrap/git.h"

namespace nhiscan {

struct BlameRequest {
  std::string path;      ///< relative to the working tree
  std::size_t line = 1;  ///< 1-based, of the file as it is on disk
};

/// Counts, not times, so that the same repository always gives the same answers.
struct BlameLimits {
  std::size_t files = 500;
  std::size_t commits = 30000;
  std::size_t diffs = 20000;
  std::size_t diffed_bytes = std::size_t{256} << 20;
  std::size_t file_bytes = std::size_t{1} << 20;
};

struct BlameAnswer {
  std::string commit;  ///< id; empty: not blamed
  CommitAuthor author;
  std::string reason;  ///< why it isn't blamed
};

/// The commit that last changed each line, as `git blame HEAD` finds it, also through renames of
/// unchanged files and past the commits that `.git-blame-ignore-revs` lists. All files are followed
/// in one walk from HEAD, so that a long history is read once. The answers are in the order of the
/// requests, of which the first ones are served where a limit is reached.
std::vector<BlameAnswer> blame_lines(git_repository* repository, const std::string& directory,
                                     const History& history,
                                     const std::vector<BlameRequest>& requests,
                                     const BlameLimits& limits);

}  // namespace nhiscan
