#pragma once

#include <git2.h>

#include <optional>
#include <string>
#include <string_view>

#include "nhiscan/result.h"
#include "wrap/handle.h"

// libgit2, read only. No hook, filter, credential helper or other program ever runs, and only the
// repository's own configuration is read: that of the system and of the user can't change a result.
namespace nhiscan {

using GitBlob = Handle<git_blob, git_blob_free>;
using GitCommit = Handle<git_commit, git_commit_free>;
using GitConfig = Handle<git_config, git_config_free>;
using GitDiff = Handle<git_diff, git_diff_free>;
using GitIndex = Handle<git_index, git_index_free>;
using GitMailmap = Handle<git_mailmap, git_mailmap_free>;
using GitObject = Handle<git_object, git_object_free>;
using GitOdb = Handle<git_odb, git_odb_free>;
using GitReference = Handle<git_reference, git_reference_free>;
using GitRepository = Handle<git_repository, git_repository_free>;
using GitRevwalk = Handle<git_revwalk, git_revwalk_free>;
using GitSignature = Handle<git_signature, git_signature_free>;
using GitTree = Handle<git_tree, git_tree_free>;
using GitTreeEntry = Handle<git_tree_entry, git_tree_entry_free>;

/// Prepares libgit2, once per process; every function here does so itself. Object hashes aren't
/// verified when read, the owner of a repository isn't compared with the user, and 64 MiB of
/// objects are cached at most.
void initialize_git();

/// The repository that `path` (a file or directory) lies in, found upward from it; Error if there
/// is none or it can't be read. A repository may be used by one thread at a time.
Result<GitRepository> open_repository(const std::string& path);

/// The repository whose working tree begins exactly at `directory`: nothing if none does.
GitRepository open_repository_at(const std::string& directory);

/// What libgit2 said last on this thread.
Error last_git_error();

/// 40 hex digits.
std::string to_string(const git_oid& id);

/// Nothing unless `hex` is a whole object id.
std::optional<git_oid> parse_git_oid(std::string_view hex);

}  // namespace nhiscan
