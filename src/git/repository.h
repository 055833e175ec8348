#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "git/object_id.h"
#include "git/object_store.h"
#include "nhiscan/result.h"

namespace nhiscan {

/// Where the parts of a repository lie (gitrepository-layout). Nothing of its configuration is read
/// but `extensions.objectFormat` and `extensions.refStorage`, and nothing is executed.
struct RepositoryLayout {
  std::string git_directory;  ///< of this worktree
  std::string common_directory;
  std::string work_tree;  ///< empty for a bare repository
  HashKind hash_kind = HashKind::sha1;
  bool reftable = false;
  bool shallow = false;
};

/// The repository that `path` lies in or is, found upward from it; through `.git` files too.
/// Fails with what stands in the way, or when there is none.
Result<RepositoryLayout> find_repository(const std::string& path);

/// The repository at exactly this place (a working tree's top, or a bare repository).
Result<RepositoryLayout> open_layout(const std::string& directory);

/// The canonical path of what is common to its working trees: the same however it is reached.
std::string canonical_name(const RepositoryLayout& layout);

/// The paths of `.gitmodules` in the working tree, relative to its top; none that leads out of it.
std::vector<std::string> submodule_paths(const RepositoryLayout& layout);

struct GitRef {
  std::string name;  ///< "HEAD", "refs/heads/main"
  ObjectId id;
  auto operator<=>(const GitRef&) const = default;
};

/// What names objects in a repository.
struct GitRefs {
  ObjectId head;                  ///< null before the first commit, or where HEAD leads to nothing
  std::string head_name;          ///< the branch; empty when detached
  std::vector<GitRef> refs;       ///< sorted by name, each once; other worktrees' HEADs as
                                  ///< "worktrees/NAME/HEAD"
  std::vector<ObjectId> reflog;   ///< ids that only logs hold as well, sorted, each once
  std::vector<ObjectId> stash;    ///< ids in the log of refs/stash, sorted, each once
  std::vector<ObjectId> shallow;  ///< commits whose parents are cut off, sorted
  std::vector<GitProblem> problems;
};

/// How many refs are named of those that hold something.
inline constexpr std::size_t kMostRefs = 10;

/// The refs in the order in which they are named: HEAD, branches, remotes, tags, the rest.
std::vector<GitRef> refs_by_rank(const GitRefs& refs);

/// The commit of HEAD alone; nothing before the first one. Fails where HEAD leads to no id, or to a
/// reftable, which isn't read.
Result<std::optional<ObjectId>> read_head(const RepositoryLayout& layout);

/// Reads HEAD, loose and packed refs, logs and `shallow`.
GitRefs read_refs(const RepositoryLayout& layout);

}  // namespace nhiscan
