#include "ownership/history.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "base/text.h"
#include "ownership/small_file.h"

namespace nhiscan {
namespace {

constexpr std::size_t kWalkedCommits = 2000;
constexpr std::size_t kMaxMessageBytes = std::size_t{64} << 10;
constexpr std::size_t kMaxMailmapBytes = std::size_t{1} << 20;
constexpr std::int64_t kDay = 86400;

Person person_of(const git_signature* signature) {
  if (signature == nullptr) return {};
  return {signature->name != nullptr ? signature->name : "",
          signature->email != nullptr ? signature->email : ""};
}

struct Trailers {
  git_message_trailer_array list{};
  Trailers() = default;
  Trailers(const Trailers&) = delete;
  Trailers& operator=(const Trailers&) = delete;
  ~Trailers() { git_message_trailer_array_free(&list); }
};

struct StandIn {
  std::string role;
  Person person;
};

/// The human of the trailer that says most about responsibility.
std::optional<StandIn> human_in_trailers(const char* message) {
  constexpr auto kTokens =
      std::to_array<std::string_view>({"On-behalf-of", "Requested-by", "Signed-off-by",
                                       "Co-authored-by", "Reviewed-by", "Acked-by"});
  if (message == nullptr || std::string_view(message).size() > kMaxMessageBytes)
    return std::nullopt;
  Trailers trailers;
  if (git_message_trailers(&trailers.list, message) != 0) return std::nullopt;
  for (const std::string_view token : kTokens) {
    for (std::size_t i = 0; i < trailers.list.count; ++i) {
      const git_message_trailer& trailer = trailers.list.trailers[i];
      if (lower_ascii(trailer.key) != lower_ascii(token)) continue;
      Person person = parse_person(trailer.value);
      if (!person.email.empty() && author_kind(person) == AuthorKind::human)
        return StandIn{std::string(token), std::move(person)};
    }
  }
  return std::nullopt;
}

}  // namespace

History::History(git_repository* repository, const std::string& directory)
    : repository_(repository) {
  const auto text = read_plain_file(directory + "/.mailmap", kMaxMailmapBytes);
  if (text) git_mailmap_from_buffer(into(mailmap_), text->data(), text->size());
}

Person History::canonical(const Person& person) const {
  if (!mailmap_) return person;
  const char* name = nullptr;
  const char* email = nullptr;
  if (git_mailmap_resolve(&name, &email, mailmap_.get(), person.name.c_str(),
                          person.email.c_str()) != 0)
    return person;
  return {name, email};
}

CommitAuthor History::author_of(git_commit* commit) const {
  CommitAuthor found;
  const git_signature* author = git_commit_author(commit);
  found.author = canonical(person_of(author));
  found.kind = author_kind(found.author);
  found.date = author != nullptr ? author->when.time : 0;
  if (found.kind == AuthorKind::human) return found;
  if (auto stand_in = human_in_trailers(git_commit_message(commit))) {
    found.stand_in = canonical(stand_in->person);
    found.stand_in_role = stand_in->role;
    return found;
  }
  const Person committer = canonical(person_of(git_commit_committer(commit)));
  if (author_kind(committer) == AuthorKind::human) {
    found.stand_in = committer;
    found.stand_in_role = "committer";
  }
  return found;
}

std::optional<CommitAuthor> History::author_of(std::string_view commit_id) const {
  const auto id = parse_git_oid(commit_id);
  GitCommit commit;
  if (!id || git_commit_lookup(into(commit), repository_, &*id) != 0) return std::nullopt;
  return author_of(commit.get());
}

void History::walk() {
  if (std::exchange(walked_, true)) return;
  GitRevwalk revwalk;
  if (git_revwalk_new(into(revwalk), repository_) != 0) return;
  git_revwalk_sorting(revwalk.get(), GIT_SORT_TIME);
  if (git_revwalk_push_head(revwalk.get()) != 0) return;
  git_oid id;
  for (std::size_t count = 0; git_revwalk_next(&id, revwalk.get()) == 0; ++count) {
    if (count == kWalkedCommits) {
      complete_ = false;
      return;
    }
    GitCommit commit;
    if (git_commit_lookup(into(commit), repository_, &id) != 0) continue;
    const git_signature* author = git_commit_author(commit.get());
    if (author == nullptr) continue;
    const std::int64_t date = git_commit_time(commit.get());
    std::int64_t& newest =
        newest_of_[owner_key(show_person(canonical(person_of(author))), "person")];
    newest = std::max(newest, date);
    newest_ = std::max(newest_, date);
    oldest_seen_ = count == 0 ? date : std::min(oldest_seen_, date);
  }
}

std::int64_t History::newest_commit() {
  walk();
  return newest_;
}

PersonStatus History::status_of(const std::string& key, std::int64_t now,
                                std::optional<std::int64_t> last_commit) {
  walk();
  std::optional<std::int64_t> newest;
  if (const auto known = newest_of_.find(key); known != newest_of_.end()) newest = known->second;
  if (!newest && last_commit && !complete_) newest = std::max(*last_commit, oldest_seen_);
  if (!newest) return PersonStatus::unknown;
  if (*newest >= now - 90 * kDay)
    return newest_of_.contains(key) ? PersonStatus::active : PersonStatus::unknown;
  return *newest < now - 180 * kDay ? PersonStatus::inactive : PersonStatus::unknown;
}

std::optional<std::string> History::remote_account() const {
  // Not by git_remote_lookup: it leaks memory for each entry of the configuration (libgit2 1.5).
  GitConfig config;
  if (git_repository_config_snapshot(into(config), repository_) != 0) return std::nullopt;
  const char* url = nullptr;
  if (git_config_get_string(&url, config.get(), "remote.origin.url") != 0) return std::nullopt;
  std::string_view path = url;
  if (const std::size_t scheme = path.find("://"); scheme != std::string_view::npos) {
    const std::size_t slash = path.find('/', scheme + 3);
    if (path.starts_with("file:") || slash == std::string_view::npos) return std::nullopt;
    path.remove_prefix(slash + 1);
  } else {
    const std::size_t colon = path.find(':');
    if (colon == std::string_view::npos || path.find('/') < colon) return std::nullopt;
    path.remove_prefix(colon + 1);
  }
  while (path.starts_with("/"))
    path.remove_prefix(1);
  const std::size_t end = path.find('/');
  if (end == 0 || end == std::string_view::npos) return std::nullopt;
  return std::string(path.substr(0, end));
}

}  // namespace nhiscan
