#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nhiscan {

/// What an OWNERS file says of the files at and below its directory.
struct OwnersFile {
  struct PerFile {
    std::vector<std::string> globs;  ///< of names in the directory
    std::vector<std::string> owners;
    bool no_parent = false;
  };

  std::vector<std::string>
      owners;  ///< logins or aliases (Prow), addresses (Chromium); `*`, anyone, is left out
  std::vector<std::string> emeritus;  ///< former owners
  std::vector<PerFile> per_file;
  std::vector<std::string> imports;  ///< other OWNERS files: with `/` in front from the
                                     ///< repository's top, else from this directory
  bool no_parent = false;            ///< files in directories above don't count
  bool is_prow = false;
};

/// Reads the Prow form (a YAML mapping; kubernetes/community, "owners.md") or the Chromium, Android
/// and Gerrit form (lines; Gerrit's "find-owners"). Prow's `filters` count only for `.*`. Lines
/// that aren't understood are skipped.
OwnersFile parse_owners_file(std::string_view text);

/// Names that OWNERS_ALIASES, a YAML mapping, defines. Lower case.
std::vector<std::string> parse_owners_aliases(std::string_view text);

}  // namespace nhiscan
