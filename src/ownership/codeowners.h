#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace nhiscan {

/// Whose grammar a CODEOWNERS file is read in: docs.github.com "About code owners", docs.gitlab.com
/// "Syntax of CODEOWNERS file", support.atlassian.com "Set up and use code owners".
enum class CodeownersDialect : std::uint8_t { github, gitlab, bitbucket };

/// The rule that speaks for a file.
struct CodeownersMatch {
  std::vector<std::string> owners;  ///< as written; empty: the file is explicitly unowned
  std::size_t line = 0;             ///< 1-based
  std::string pattern;              ///< as written
  bool catch_all = false;           ///< a bare `*`, or what means the same
};

struct CodeownersWarning {
  std::size_t line = 0;  ///< 1-based; 0: the whole file
  std::string message;
};

/// A CODEOWNERS file. Larger ones than 3 MB are read as empty, lines that aren't valid are skipped,
/// each with a warning.
class Codeowners {
 public:
  static constexpr std::size_t kMaxBytes = std::size_t{3} << 20;

  static Codeowners parse(std::string_view text, CodeownersDialect dialect);

  /// GitHub and Bitbucket: the last rule that matches. GitLab: the last one of each section, in the
  /// order of the sections. Nothing where no rule matches. `path` is relative to the repository.
  std::vector<CodeownersMatch> match(std::string_view path) const;

  const std::vector<CodeownersWarning>& warnings() const { return warnings_; }

 private:
  struct Rule {
    std::string pattern;  ///< as written
    std::string glob;     ///< as `glob_match` reads it, relative to the repository
    std::vector<std::string> owners;
    std::size_t line = 0;
    bool name_only = false;       ///< compared with the last part of the path
    bool directory_only = false;  ///< owns what is below the directories that match
    bool below = false;           ///< a directory that matches is owned with all that is below
    bool negated = false;
    bool literal = false;
  };
  struct Section {
    std::vector<Rule> rules;
  };
  class Reader;

  static bool matches_whole(const Rule& rule, std::string_view path);
  static bool matches(const Rule& rule, std::string_view path);
  static bool is_catch_all(const Rule& rule);
  static const Rule* last_match(const Section& section, std::string_view path);

  std::vector<Section> sections_;
  std::vector<CodeownersWarning> warnings_;
};

/// The places where a CODEOWNERS file may stand in a repository, first the one that wins.
const std::vector<std::string>& codeowners_locations();

/// The dialect of the file at `location` (one of the above), by that place, else by what it holds.
CodeownersDialect codeowners_dialect(std::string_view location, std::string_view text);

/// "team", "person", or "unknown" (a GitLab name may be either) for an owner as written.
std::string codeowners_kind(std::string_view owner, CodeownersDialect dialect);

}  // namespace nhiscan
