#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ownership/candidate.h"
#include "ownership/person.h"
#include "wrap/git.h"

namespace nhiscan {

/// Who answers for a commit.
struct CommitAuthor {
  Person author;  ///< as `.mailmap` spells it
  AuthorKind kind = AuthorKind::human;
  std::optional<Person>
      stand_in;  ///< of a bot or agent: the human whom a trailer names, or who committed its work
  std::string stand_in_role;  ///< "On-behalf-of", "Signed-off-by", …, "committer"
  std::int64_t date = 0;      ///< author date, seconds since the epoch
};

/// The names in a repository's history.
class History {
 public:
  /// `directory` is that of the working tree, whose `.mailmap` is read. The repository must outlive
  /// the History.
  History(git_repository* repository, const std::string& directory);

  /// The person under the name and address that `.mailmap` gives them.
  Person canonical(const Person& person) const;

  CommitAuthor author_of(git_commit* commit) const;

  /// Nothing if the repository doesn't have the commit.
  std::optional<CommitAuthor> author_of(std::string_view commit_id) const;

  /// By the newest 2,000 commits: active within 90 days before `now`, inactive without a commit for
  /// 180. Unknown for those who aren't among their authors, unless `last_commit` is given and the
  /// 2,000 go back 180 days.
  PersonStatus status_of(const std::string& key, std::int64_t now,
                         std::optional<std::int64_t> last_commit);

  /// Date of the newest commit of HEAD; 0 if there is none.
  std::int64_t newest_commit();

  /// The account in the URL of the remote `origin`: "acme" of `git@github.com:acme/shop.git`.
  std::optional<std::string> remote_account() const;

 private:
  void walk();

  git_repository* repository_;
  GitMailmap mailmap_;
  bool walked_ = false;
  bool complete_ = true;  ///< the walk saw every commit
  std::int64_t oldest_seen_ = 0;
  std::int64_t newest_ = 0;
  std::map<std::string, std::int64_t, std::less<>> newest_of_;
};

}  // namespace nhiscan
