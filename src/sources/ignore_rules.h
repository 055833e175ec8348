#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nhiscan {

enum class EntryType : std::uint8_t { file, directory };

/// The rules of one ignore file, in the grammar of gitignore(5).
class IgnoreRules {
 public:
  enum class Decision : std::uint8_t { none, ignored, included };

  /// Reads every line; one that can't match anything is dropped, as git does.
  static IgnoreRules parse(std::string_view text);

  /// Adds the rule of one line, which then is the last one.
  void add(std::string_view line);

  /// What the last matching rule says of `path`, which is relative to the directory of the file,
  /// with `/` and without one at either end. Directories above `path` aren't looked at: who walks a
  /// tree doesn't go down into an ignored one.
  Decision decide(std::string_view path, EntryType type) const;

  /// Whether the file `path` or a directory above it is ignored: git's answer for a path that
  /// nobody walked to.
  bool ignores(std::string_view path) const;

  bool empty() const { return rules_.empty(); }

 private:
  struct Rule {
    std::string pattern;
    bool negated = false;
    bool directory_only = false;
    bool name_only = false;  ///< compared with the last part of the path
    /// Compared as they are, before the rest is matched alone; so `a**/b` crosses directories, as
    /// in git.
    std::size_t literal_bytes = 0;
  };

  static bool matches(const Rule& rule, std::string_view path, EntryType type);

  std::vector<Rule> rules_;
};

}  // namespace nhiscan
