#include "git/repository.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <system_error>

#include "base/text.h"

namespace nhiscan {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSmall = std::size_t{64} * 1024;
constexpr std::size_t kLarge = std::size_t{1024} * 1024 * 1024;
constexpr int kLongestSymref = 8;

bool exists(const std::string& path) {
  std::error_code failed;
  return fs::exists(path, failed);
}

std::string beside(const std::string& directory, std::string_view path) {
  if (path.starts_with('/')) return std::string(path);
  return (fs::path(directory) / path).lexically_normal().string();
}

/// The one line of a file such as `.git` or `commondir`, without `prefix`; empty if there is none.
std::string pointer(const std::string& file, std::string_view prefix) {
  const auto text = read_small_file(file, kSmall);
  if (!text || !text->starts_with(prefix)) return {};
  return std::string(trim(std::string_view(*text).substr(prefix.size())));
}

/// A value of `[extensions]`, lower case; sections and keys know no case (git-config).
std::string extension(std::string_view config, std::string_view key) {
  bool inside = false;
  std::string value;
  while (!config.empty()) {
    const std::string line = lower_ascii(trim(take_line(config)));
    if (line.starts_with('[')) {
      inside = line.starts_with("[extensions]");
    } else if (inside) {
      const std::size_t equals = line.find('=');
      if (equals != std::string::npos && trim(line.substr(0, equals)) == key)
        value = trim(std::string_view(line).substr(equals + 1));
    }
  }
  return value;
}

/// The git directory that `directory` is or holds; empty if neither.
std::string git_directory_at(const std::string& directory) {
  std::string dot_git = directory + "/.git";
  std::error_code failed;
  if (fs::is_directory(dot_git, failed)) return dot_git;
  if (fs::is_regular_file(dot_git, failed)) {
    const std::string target = pointer(dot_git, "gitdir:");
    if (!target.empty()) return beside(directory, target);
  }
  if (exists(directory + "/HEAD") && exists(directory + "/objects") && exists(directory + "/refs"))
    return directory;
  return {};
}

Result<RepositoryLayout> layout_of(const std::string& git_directory, const std::string& place) {
  RepositoryLayout layout;
  layout.git_directory = git_directory;
  const std::string common = pointer(git_directory + "/commondir", "");
  layout.common_directory = common.empty() ? git_directory : beside(git_directory, common);
  if (git_directory != place) layout.work_tree = place;
  if (!exists(git_directory + "/HEAD"))
    return Error{git_directory + ": not a git repository (it has no HEAD)"};
  if (!exists(layout.common_directory + "/objects"))
    return Error{layout.common_directory + ": not a git repository (it has no objects)"};
  const auto config = read_small_file(layout.common_directory + "/config", kSmall * 16);
  const std::string_view text = config ? std::string_view(*config) : std::string_view();
  const std::string format = extension(text, "objectformat");
  if (!format.empty() && format != "sha1" && format != "sha256")
    return Error{layout.common_directory + ": object format '" + format + "' is not known"};
  if (format == "sha256") layout.hash_kind = HashKind::sha256;
  layout.reftable = extension(text, "refstorage") == "reftable";
  layout.shallow = exists(layout.common_directory + "/shallow");
  return layout;
}

/// The refs of one repository while they are gathered.
class RefReader {
 public:
  explicit RefReader(const RepositoryLayout& layout) : layout_(layout) {}

  GitRefs read() {
    if (layout_.reftable)
      out_.problems.push_back({layout_.common_directory + "/reftable",
                               "refs in reftables are not read; all objects are"});
    read_packed();
    read_loose(layout_.common_directory, "refs");
    if (layout_.git_directory != layout_.common_directory)
      read_loose(layout_.git_directory, "refs");
    read_worktrees();
    read_head();
    for (const auto& [name, id] : known_)
      out_.refs.push_back({name, id});
    read_logs(layout_.common_directory + "/logs");
    if (layout_.git_directory != layout_.common_directory)
      read_logs(layout_.git_directory + "/logs");
    tidy(out_.reflog);
    tidy(out_.stash);
    read_shallow();
    return std::move(out_);
  }

 private:
  static void tidy(std::vector<ObjectId>& ids) {
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  }

  void read_packed() {
    const auto text = read_small_file(layout_.common_directory + "/packed-refs", kLarge);
    std::string_view rest = text ? std::string_view(*text) : std::string_view();
    while (!rest.empty()) {
      const std::string_view line = take_line(rest);
      const std::size_t space = line.find(' ');
      if (line.empty() || line[0] == '#' || line[0] == '^' || space == std::string_view::npos)
        continue;
      if (const auto id = parse_object_id(line.substr(0, space), layout_.hash_kind))
        known_[std::string(trim(line.substr(space)))] = *id;
    }
  }

  void read_loose(const std::string& directory, const std::string& folder) {
    std::error_code failed;
    fs::recursive_directory_iterator at(directory + "/" + folder,
                                        fs::directory_options::skip_permission_denied, failed);
    for (const fs::recursive_directory_iterator end; !failed && at != end; at.increment(failed)) {
      if (!at->is_regular_file(failed)) continue;
      const std::string path = at->path().string();
      const std::string name = path.substr(directory.size() + 1);
      if (name.ends_with(".lock")) continue;
      if (const auto id = resolve(path, 0)) known_[name] = *id;
    }
  }

  /// What a ref file leads to.
  std::optional<ObjectId> resolve(const std::string& file, int depth) {
    const auto text = read_small_file(file, kSmall);
    if (!text) return std::nullopt;
    const std::string_view line = trim(*text);
    if (!line.starts_with("ref:")) {
      auto id =
          parse_object_id(line.substr(0, 2 * hash_size(layout_.hash_kind)), layout_.hash_kind);
      if (!id) out_.problems.push_back({file, "a ref that holds no object id"});
      return id;
    }
    if (depth >= kLongestSymref) return std::nullopt;
    const std::string target(trim(line.substr(4)));
    if (target.find("..") != std::string::npos || target.starts_with('/')) return std::nullopt;
    for (const std::string& directory : {layout_.git_directory, layout_.common_directory})
      if (exists(directory + "/" + target)) return resolve(directory + "/" + target, depth + 1);
    const auto packed = known_.find(target);
    return packed == known_.end() ? std::nullopt : std::optional(packed->second);
  }

  void read_head() {
    const std::string file = layout_.git_directory + "/HEAD";
    const auto text = read_small_file(file, kSmall);
    if (!text) {
      out_.problems.push_back({file, text.error().message});
      return;
    }
    const std::string_view line = trim(*text);
    if (line.starts_with("ref:")) out_.head_name = trim(line.substr(4));
    if (layout_.reftable) return;
    if (const auto id = resolve(file, 0)) {
      out_.head = *id;
      known_["HEAD"] = *id;
    }
  }

  void read_worktrees() {
    std::error_code failed;
    const std::string folder = layout_.common_directory + "/worktrees";
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end;
         at.increment(failed)) {
      const std::string name = at->path().filename().string();
      const std::string place = folder + "/" + name;
      if (place == layout_.git_directory) continue;
      if (const auto id = resolve(place + "/HEAD", 0)) known_["worktrees/" + name + "/HEAD"] = *id;
      read_logs(place + "/logs");
    }
  }

  void read_logs(const std::string& directory) {
    std::error_code failed;
    fs::recursive_directory_iterator at(directory, fs::directory_options::skip_permission_denied,
                                        failed);
    for (const fs::recursive_directory_iterator end; !failed && at != end; at.increment(failed))
      if (at->is_regular_file(failed)) read_log(at->path().string());
  }

  void read_log(const std::string& file) {
    const auto text = read_small_file(file, kLarge);
    if (!text) {
      out_.problems.push_back({file, text.error().message});
      return;
    }
    const std::size_t digits = 2 * hash_size(layout_.hash_kind);
    std::vector<ObjectId>& ids = file.ends_with("/logs/refs/stash") ? out_.stash : out_.reflog;
    std::string_view rest = *text;
    while (!rest.empty()) {
      const std::string_view line = take_line(rest);
      if (line.size() < 2 * digits + 1) continue;
      for (const std::size_t begin : {std::size_t{0}, digits + 1})
        if (const auto id = parse_object_id(line.substr(begin, digits), layout_.hash_kind);
            id && !id->is_null())
          ids.push_back(*id);
    }
  }

  void read_shallow() {
    const auto text = read_small_file(layout_.common_directory + "/shallow", kLarge);
    std::string_view rest = text ? std::string_view(*text) : std::string_view();
    while (!rest.empty())
      if (const auto id = parse_object_id(trim(take_line(rest)), layout_.hash_kind))
        out_.shallow.push_back(*id);
    tidy(out_.shallow);
  }

  const RepositoryLayout& layout_;
  std::map<std::string, ObjectId, std::less<>> known_;
  GitRefs out_;
};

/// What `packed-refs` says of one ref.
std::optional<ObjectId> find_packed(const RepositoryLayout& layout, const std::string& name) {
  const auto file = MappedFile::open(layout.common_directory + "/packed-refs");
  if (!file) return std::nullopt;
  const std::string_view text = file->bytes();
  const std::string wanted = " " + name + "\n";
  const std::size_t digits = 2 * hash_size(layout.hash_kind);
  for (std::size_t at = text.find(wanted); at != std::string_view::npos;
       at = text.find(wanted, at + 1)) {
    if (at < digits || (at > digits && text[at - digits - 1] != '\n')) continue;
    if (const auto id = parse_object_id(text.substr(at - digits, digits), layout.hash_kind))
      return id;
  }
  return std::nullopt;
}

/// Follows one ref to its id; nothing where it does not exist.
Result<std::optional<ObjectId>> follow(const RepositoryLayout& layout, const std::string& name,
                                       int depth) {
  if (depth > kLongestSymref || name.find("..") != std::string::npos || name.starts_with('/'))
    return Error{"HEAD leads nowhere: " + name};
  for (const std::string& directory : {layout.git_directory, layout.common_directory}) {
    const auto text = read_small_file(directory + "/" + name, kSmall);
    if (!text) continue;
    const std::string_view line = trim(*text);
    if (line.starts_with("ref:"))
      return follow(layout, std::string(trim(line.substr(4))), depth + 1);
    const auto id =
        parse_object_id(line.substr(0, 2 * hash_size(layout.hash_kind)), layout.hash_kind);
    if (!id) return Error{directory + "/" + name + ": a ref that holds no object id"};
    return std::optional(*id);
  }
  return find_packed(layout, name);
}

}  // namespace

Result<RepositoryLayout> open_layout(const std::string& directory) {
  const std::string git_directory = git_directory_at(directory);
  if (git_directory.empty()) return Error{directory + ": not a git repository"};
  return layout_of(git_directory, directory);
}

Result<RepositoryLayout> find_repository(const std::string& path) {
  std::error_code failed;
  fs::path place = fs::absolute(path, failed).lexically_normal();
  if (!fs::exists(place, failed)) return Error{path + ": no such file or directory"};
  if (!place.has_filename()) place = place.parent_path();
  while (true) {
    const std::string directory = place.string();
    const std::string git_directory = git_directory_at(directory);
    if (!git_directory.empty()) return layout_of(git_directory, directory);
    if (place == place.parent_path()) break;
    place = place.parent_path();
  }
  return Error{path + ": not in a git repository"};
}

Result<std::optional<ObjectId>> read_head(const RepositoryLayout& layout) {
  if (layout.reftable)
    return Error{layout.common_directory + "/reftable: refs in reftables are not read"};
  if (!exists(layout.git_directory + "/HEAD")) return Error{layout.git_directory + ": no HEAD"};
  return follow(layout, "HEAD", 0);
}

std::string canonical_name(const RepositoryLayout& layout) {
  std::error_code failed;
  return fs::weakly_canonical(layout.common_directory, failed).string();
}

std::vector<std::string> submodule_paths(const RepositoryLayout& layout) {
  std::vector<std::string> paths;
  if (layout.work_tree.empty()) return paths;
  const auto text = read_small_file(layout.work_tree + "/.gitmodules", kSmall * 16);
  std::string_view rest = text ? std::string_view(*text) : std::string_view();
  while (!rest.empty()) {
    const std::string_view line = trim(take_line(rest));
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos || lower_ascii(trim(line.substr(0, equals))) != "path")
      continue;
    const fs::path path = fs::path(trim(line.substr(equals + 1))).lexically_normal();
    if (!path.empty() && path.is_relative() && *path.begin() != "..")
      paths.push_back(path.string());
  }
  return paths;
}

GitRefs read_refs(const RepositoryLayout& layout) { return RefReader(layout).read(); }

std::vector<GitRef> refs_by_rank(const GitRefs& refs) {
  const auto rank = [](const GitRef& ref) {
    if (ref.name == "HEAD") return 0;
    if (ref.name.starts_with("refs/heads/")) return 1;
    if (ref.name.starts_with("refs/remotes/")) return 2;
    return ref.name.starts_with("refs/tags/") ? 3 : 4;
  };
  std::vector<GitRef> ranked = refs.refs;
  std::ranges::stable_sort(ranked, {}, rank);
  return ranked;
}

}  // namespace nhiscan
