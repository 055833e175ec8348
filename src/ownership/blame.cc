// Blame for many files at once. Each commit of a frontier, newest first, holds the lines that
// nobody has claimed yet, by file. It passes a file whole to a parent that has the same blob, else
// passes each line that a diff finds unchanged, and claims the rest. Directories that are the same
// in commit and parent aren't opened, so a commit that touches none of the files costs two trees.
// libgit2's own blame walks the history once per file, and can't be bounded.

#include "ownership/blame.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "ownership/small_file.h"

namespace nhiscan {
namespace {

constexpr std::size_t kMaxDepth = 64;

struct OidLess {
  bool operator()(const git_oid& left, const git_oid& right) const {
    return git_oid_cmp(&left, &right) < 0;
  }
};

/// A line on its way into the past.
struct Line {
  std::size_t number = 0;   ///< in the blob at hand
  std::size_t request = 0;  ///< whose answer it is
};

/// A file of one commit and its lines that nobody has claimed yet.
struct Suspect {
  git_oid blob{};
  std::vector<Line> lines;
};

using Suspects = std::map<std::string, Suspect, std::less<>>;  // by path

struct Hunk {
  std::size_t old_start = 0;
  std::size_t old_lines = 0;
  std::size_t new_start = 0;
  std::size_t new_lines = 0;
};

int keep_hunk(const git_diff_delta* /*delta*/, const git_diff_hunk* hunk, void* payload) noexcept {
  const auto size = [](int value) { return static_cast<std::size_t>(std::max(value, 0)); };
  static_cast<std::vector<Hunk>*>(payload)->push_back(
      {size(hunk->old_start), size(hunk->old_lines), size(hunk->new_start), size(hunk->new_lines)});
  return 0;
}

git_diff_options diff_options() {
  git_diff_options options;
  git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
  options.context_lines = 0;
  options.flags = GIT_DIFF_FORCE_TEXT | GIT_DIFF_INDENT_HEURISTIC;
  return options;
}

enum class Inside : std::uint8_t { drop, guess };

/// The number that a line of the new text has in the old one. A line inside a hunk has none, or
/// with `guess` the one at the same distance from the hunk's start.
std::optional<std::size_t> old_number(const std::vector<Hunk>& hunks, std::size_t number,
                                      Inside inside) {
  std::size_t added = 0;
  std::size_t removed = 0;
  for (const Hunk& hunk : hunks) {
    const std::size_t begin = hunk.new_lines == 0 ? hunk.new_start + 1 : hunk.new_start;
    if (number < begin) break;
    if (number < begin + hunk.new_lines) {
      if (inside == Inside::drop || hunk.old_lines == 0) return std::nullopt;
      return hunk.old_start + std::min(number - begin, hunk.old_lines - 1);
    }
    added += hunk.new_lines;
    removed += hunk.old_lines;
  }
  return number + removed - added;
}

/// A directory in a commit and in its parent. Both trees are null where the directories are the
/// same, or neither exists.
struct TreePair {
  bool same = false;
  GitTree now;
  GitTree before;
};

const git_oid* entry_id(const GitTree& tree, std::string_view name, git_object_t type) {
  if (!tree) return nullptr;
  const git_tree_entry* entry = git_tree_entry_byname(tree.get(), std::string(name).c_str());
  return entry != nullptr && git_tree_entry_type(entry) == type ? git_tree_entry_id(entry)
                                                                : nullptr;
}

bool same_id(const git_oid* left, const git_oid* right) {
  return left != nullptr && right != nullptr && git_oid_equal(left, right) != 0;
}

std::pair<std::string_view, std::string_view> split_path(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {std::string_view(), path};
  return {path.substr(0, slash), path.substr(slash + 1)};
}

/// Looks paths up in a commit's parent, remembering the directories on the way.
class ParentTrees {
 public:
  ParentTrees(git_repository* repository, git_commit* commit, git_commit* parent)
      : repository_(repository) {
    TreePair& top = directories_[""];
    top.same = git_oid_equal(git_commit_tree_id(commit), git_commit_tree_id(parent)) != 0;
    if (top.same) return;
    git_commit_tree(into(top.now), commit);
    git_commit_tree(into(top.before), parent);
  }

  /// The blob that the parent has at `path`, where the commit has `blob`.
  std::optional<git_oid> blob_before(std::string_view path, const git_oid& blob) {
    const auto [directory, name] = split_path(path);
    const TreePair& pair = open(directory);
    if (pair.same) return blob;
    const git_oid* id = entry_id(pair.before, name, GIT_OBJECT_BLOB);
    return id != nullptr ? std::optional<git_oid>(*id) : std::nullopt;
  }

 private:
  const TreePair& open(std::string_view directory) {
    if (const auto known = directories_.find(directory); known != directories_.end())
      return known->second;
    const auto [above, name] = split_path(directory);
    const TreePair& outer = open(above);
    if (outer.same) return outer;
    TreePair pair;
    const git_oid* now = entry_id(outer.now, name, GIT_OBJECT_TREE);
    const git_oid* before = entry_id(outer.before, name, GIT_OBJECT_TREE);
    pair.same = same_id(now, before);
    if (!pair.same && now != nullptr) git_tree_lookup(into(pair.now), repository_, now);
    if (!pair.same && before != nullptr) git_tree_lookup(into(pair.before), repository_, before);
    return directories_.emplace(std::string(directory), std::move(pair)).first->second;
  }

  git_repository* repository_;
  std::map<std::string, TreePair, std::less<>> directories_;
};

struct RenameSearch {
  const git_oid* blob;
  std::string path;
};

int find_deleted(const git_diff* /*diff*/, const git_diff_delta* delta, const char* /*path*/,
                 void* payload) noexcept {
  auto* search = static_cast<RenameSearch*>(payload);
  const bool is_found =
      delta->status == GIT_DELTA_DELETED && git_oid_equal(&delta->old_file.id, search->blob) != 0;
  if (is_found && search->path.empty()) search->path = delta->old_file.path;
  return 1;
}

class Blamer {
 public:
  Blamer(git_repository* repository, const History& history, const BlameLimits& limits,
         std::vector<BlameAnswer>& answers)
      : repository_(repository), history_(history), limits_(limits), answers_(answers) {}

  void read_ignored_revisions(const std::string& directory) {
    std::string_view text;
    const auto bytes = read_plain_file(directory + "/.git-blame-ignore-revs", limits_.file_bytes);
    if (bytes) text = *bytes;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      if (const auto id = parse_git_oid(text.substr(0, std::min(end, std::size_t{GIT_OID_HEXSZ}))))
        ignored_.insert(*id);
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  void run(const std::string& directory, const std::vector<BlameRequest>& requests) {
    git_oid id;
    GitCommit commit;
    if (git_reference_name_to_id(&id, repository_, "HEAD") != 0 ||
        git_commit_lookup(into(commit), repository_, &id) != 0) {
      for (BlameAnswer& answer : answers_)
        answer.reason = "the repository has no commit";
      return;
    }
    start(commit.get(), directory, requests);
    for (std::size_t count = 0; !frontier_.empty() && count < limits_.commits; ++count)
      pass_next();
    give_up("older than the newest " + std::to_string(limits_.commits) + " commits");
  }

 private:
  /// Newest first; of the same second, by id.
  struct Place {
    std::int64_t time;
    git_oid id;
    bool operator<(const Place& other) const {
      return time != other.time ? time > other.time : git_oid_cmp(&id, &other.id) < 0;
    }
  };

  void start(git_commit* head, const std::string& directory,
             const std::vector<BlameRequest>& requests);
  void add_file(git_commit* head, const std::string& directory, const std::string& path,
                const std::vector<Line>& lines);
  std::optional<std::vector<Hunk>> hunks_to_disk(const git_oid& blob, std::string text);
  bool may_compare(const git_oid& blob);
  std::optional<std::vector<Hunk>> hunks_between(const git_oid& before, const git_oid& now);
  void pass_next();
  static Suspects take_changed(Suspects& suspects, ParentTrees& trees);
  void pass_file(git_commit* commit, std::vector<GitCommit>& parents,
                 std::vector<ParentTrees>& trees, Suspects::node_type file);
  void pass_changed(git_commit* parent, const std::string& path, const git_oid& before,
                    Suspect& suspect, Inside inside);
  std::string renamed_from(git_commit* commit, git_commit* parent, const git_oid& blob);
  void hand_over(git_commit* to, const std::string& path, const git_oid& blob,
                 const std::vector<Line>& lines);
  void hand_over(git_commit* to, Suspects files);
  void claim(git_commit* commit, const std::vector<Line>& lines);
  void leave(const std::vector<Line>& lines, const std::string& reason);
  void give_up(const std::string& reason);

  git_repository* repository_;
  const History& history_;
  const BlameLimits& limits_;
  std::vector<BlameAnswer>& answers_;
  std::set<git_oid, OidLess> ignored_;
  std::map<Place, Suspects> frontier_;
  std::size_t diffs_ = 0;
  std::size_t diffed_bytes_ = 0;
};

void Blamer::start(git_commit* head, const std::string& directory,
                   const std::vector<BlameRequest>& requests) {
  std::vector<std::pair<std::string, std::vector<Line>>> files;
  std::map<std::string, std::size_t, std::less<>> file_of_path;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const auto [place, is_new] = file_of_path.try_emplace(requests[i].path, files.size());
    if (is_new) files.emplace_back(requests[i].path, std::vector<Line>());
    files[place->second].second.push_back({requests[i].line, i});
  }
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (i < limits_.files) {
      add_file(head, directory, files[i].first, files[i].second);
    } else {
      leave(files[i].second, "beyond the first " + std::to_string(limits_.files) + " files");
    }
  }
}

void Blamer::add_file(git_commit* head, const std::string& directory, const std::string& path,
                      const std::vector<Line>& lines) {
  if (static_cast<std::size_t>(std::count(path.begin(), path.end(), '/')) > kMaxDepth)
    return leave(lines, "too deep a path");
  GitTree tree;
  GitTreeEntry entry;
  git_commit_tree(into(tree), head);
  if (tree) git_tree_entry_bypath(into(entry), tree.get(), path.c_str());
  if (!entry || git_tree_entry_type(entry.get()) != GIT_OBJECT_BLOB) {
    return leave(lines, "not committed");
  }
  const git_oid blob = *git_tree_entry_id(entry.get());
  auto text = read_plain_file(directory + "/" + path, limits_.file_bytes);
  if (!text || !may_compare(blob)) return leave(lines, "not a text of at most 1 MiB");
  const auto hunks = hunks_to_disk(blob, std::move(*text));
  if (!hunks) return leave(lines, "its blob can't be read");
  std::vector<Line> committed;
  for (Line line : lines) {
    if (const auto number = old_number(*hunks, line.number, Inside::drop)) {
      committed.push_back({*number, line.request});
    } else {
      answers_[line.request].reason = "changed since the last commit";
    }
  }
  hand_over(head, path, blob, committed);
}

/// A checkout may have turned line feeds into CR LF; such a difference isn't one.
std::optional<std::vector<Hunk>> Blamer::hunks_to_disk(const git_oid& blob, std::string text) {
  GitBlob content;
  if (git_blob_lookup(into(content), repository_, &blob) != 0) return std::nullopt;
  const std::string_view committed(static_cast<const char*>(git_blob_rawcontent(content.get())),
                                   static_cast<std::size_t>(git_blob_rawsize(content.get())));
  if (committed.find("\r\n") == std::string_view::npos) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') text[kept++] = text[i];
    }
    text.resize(kept);
  }
  std::vector<Hunk> hunks;
  const git_diff_options options = diff_options();
  if (git_diff_blob_to_buffer(content.get(), nullptr, text.data(), text.size(), nullptr, &options,
                              nullptr, nullptr, keep_hunk, nullptr, &hunks) != 0) {
    return std::nullopt;
  }
  return hunks;
}

/// Also spends the size from what may be compared.
bool Blamer::may_compare(const git_oid& blob) {
  GitOdb odb;
  std::size_t size = 0;
  git_object_t type = GIT_OBJECT_INVALID;
  if (git_repository_odb(into(odb), repository_) != 0) return false;
  if (git_odb_read_header(&size, &type, odb.get(), &blob) != 0 || size > limits_.file_bytes)
    return false;
  diffed_bytes_ += size;
  return diffed_bytes_ <= limits_.diffed_bytes;
}

std::optional<std::vector<Hunk>> Blamer::hunks_between(const git_oid& before, const git_oid& now) {
  if (++diffs_ > limits_.diffs || !may_compare(before) || !may_compare(now)) return std::nullopt;
  GitBlob old_blob;
  GitBlob new_blob;
  if (git_blob_lookup(into(old_blob), repository_, &before) != 0 ||
      git_blob_lookup(into(new_blob), repository_, &now) != 0) {
    return std::nullopt;
  }
  std::vector<Hunk> hunks;
  const git_diff_options options = diff_options();
  if (git_diff_blobs(old_blob.get(), nullptr, new_blob.get(), nullptr, &options, nullptr, nullptr,
                     keep_hunk, nullptr, &hunks) != 0) {
    return std::nullopt;
  }
  return hunks;
}

void Blamer::pass_next() {
  auto node = frontier_.extract(frontier_.begin());
  const git_oid id = node.key().id;
  GitCommit commit;
  if (git_commit_lookup(into(commit), repository_, &id) != 0) {
    for (auto& [path, suspect] : node.mapped())
      leave(suspect.lines, "a commit can't be read");
    return;
  }
  std::vector<GitCommit> parents(git_commit_parentcount(commit.get()));
  std::vector<ParentTrees> trees;
  for (std::size_t i = 0; i < parents.size(); ++i) {
    if (git_commit_parent(into(parents[i]), commit.get(), static_cast<unsigned>(i)) != 0) {
      for (auto& [path, suspect] : node.mapped())
        leave(suspect.lines, "the clone is shallow");
      return;
    }
    trees.emplace_back(repository_, commit.get(), parents[i].get());
  }
  Suspects changed;
  if (parents.empty()) {
    changed = std::move(node.mapped());
  } else {
    changed = take_changed(node.mapped(), trees.front());
    hand_over(parents.front().get(), std::move(node.mapped()));
  }
  while (!changed.empty())
    pass_file(commit.get(), parents, trees, changed.extract(changed.begin()));
}

/// Moves the files out that aren't the same in the parent.
Suspects Blamer::take_changed(Suspects& suspects, ParentTrees& trees) {
  Suspects changed;
  for (auto file = suspects.begin(); file != suspects.end();) {
    const auto before = trees.blob_before(file->first, file->second.blob);
    const auto here = file++;
    if (!before || !same_id(&*before, &here->second.blob)) changed.insert(suspects.extract(here));
  }
  return changed;
}

void Blamer::pass_file(git_commit* commit, std::vector<GitCommit>& parents,
                       std::vector<ParentTrees>& trees, Suspects::node_type file) {
  const std::string& path = file.key();
  Suspect& suspect = file.mapped();
  std::vector<std::optional<git_oid>> before;
  for (std::size_t i = 0; i < parents.size(); ++i) {
    before.push_back(trees[i].blob_before(path, suspect.blob));
    if (before[i] && same_id(&*before[i], &suspect.blob)) {
      return hand_over(parents[i].get(), path, suspect.blob, suspect.lines);
    }
  }
  const Inside inside = ignored_.contains(*git_commit_id(commit)) ? Inside::guess : Inside::drop;
  bool is_new = true;
  for (std::size_t i = 0; i < parents.size(); ++i) {
    if (!before[i]) continue;
    is_new = false;
    pass_changed(parents[i].get(), path, *before[i], suspect, inside);
  }
  if (is_new && !parents.empty()) {
    const std::string old_path = renamed_from(commit, parents.front().get(), suspect.blob);
    if (!old_path.empty())
      return hand_over(parents.front().get(), old_path, suspect.blob, suspect.lines);
  }
  claim(commit, suspect.lines);
}

void Blamer::pass_changed(git_commit* parent, const std::string& path, const git_oid& before,
                          Suspect& suspect, Inside inside) {
  if (suspect.lines.empty()) return;
  const auto hunks = hunks_between(before, suspect.blob);
  if (!hunks) {
    leave(suspect.lines, "too much to compare");
    suspect.lines.clear();
    return;
  }
  std::vector<Line> passed;
  std::vector<Line> kept;
  for (const Line& line : suspect.lines) {
    const auto number = old_number(*hunks, line.number, inside);
    if (number) passed.push_back({*number, line.request});
    if (!number) kept.push_back(line);
  }
  hand_over(parent, path, before, passed);
  suspect.lines = std::move(kept);
}

/// The path of a file that the commit deletes and that has the same blob; empty if there is none.
std::string Blamer::renamed_from(git_commit* commit, git_commit* parent, const git_oid& blob) {
  if (++diffs_ > limits_.diffs) return {};
  GitTree now;
  GitTree before;
  if (git_commit_tree(into(now), commit) != 0 || git_commit_tree(into(before), parent) != 0)
    return {};
  git_diff_options options = diff_options();
  RenameSearch search{&blob, {}};
  options.notify_cb = find_deleted;
  options.payload = &search;
  GitDiff diff;
  git_diff_tree_to_tree(into(diff), repository_, before.get(), now.get(), &options);
  return search.path;
}

void Blamer::hand_over(git_commit* to, const std::string& path, const git_oid& blob,
                       const std::vector<Line>& lines) {
  if (lines.empty()) return;
  Suspect& suspect = frontier_[{git_commit_time(to), *git_commit_id(to)}][path];
  suspect.blob = blob;
  suspect.lines.insert(suspect.lines.end(), lines.begin(), lines.end());
}

/// The same for whole files.
void Blamer::hand_over(git_commit* to, Suspects files) {
  if (files.empty()) return;
  const auto [place, is_new] =
      frontier_.try_emplace({git_commit_time(to), *git_commit_id(to)}, std::move(files));
  if (is_new) return;
  Suspects& known = place->second;
  known.merge(files);
  for (const auto& [path, suspect] : files) {
    std::vector<Line>& lines = known.find(path)->second.lines;
    lines.insert(lines.end(), suspect.lines.begin(), suspect.lines.end());
  }
}

void Blamer::claim(git_commit* commit, const std::vector<Line>& lines) {
  if (lines.empty()) return;
  const CommitAuthor author = history_.author_of(commit);
  for (const Line& line : lines) {
    answers_[line.request].commit = to_string(*git_commit_id(commit));
    answers_[line.request].author = author;
  }
}

void Blamer::leave(const std::vector<Line>& lines, const std::string& reason) {
  for (const Line& line : lines)
    answers_[line.request].reason = reason;
}

void Blamer::give_up(const std::string& reason) {
  for (const auto& [place, suspects] : frontier_) {
    for (const auto& [path, suspect] : suspects)
      leave(suspect.lines, reason);
  }
}

}  // namespace

std::vector<BlameAnswer> blame_lines(git_repository* repository, const std::string& directory,
                                     const History& history,
                                     const std::vector<BlameRequest>& requests,
                                     const BlameLimits& limits) {
  std::vector<BlameAnswer> answers(requests.size());
  Blamer blamer(repository, history, limits, answers);
  blamer.read_ignored_revisions(directory);
  blamer.run(directory, requests);
  return answers;
}

}  // namespace nhiscan
