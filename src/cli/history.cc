#include "cli/history.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "cli/hook_environment.h"
#include "wrap/git.h"

namespace nhiscan {
namespace {

namespace fs = std::filesystem;

/// How files below `top` are named when `path` was given: absolute as it is, else from the working
/// directory.
std::string prefix_of(const std::string& top, const std::string& path) {
  if (top.empty()) return {};
  std::error_code failed;
  const fs::path directory = path.starts_with('/')
                                 ? fs::path(top)
                                 : fs::path(top).lexically_relative(fs::current_path(failed));
  const std::string text = directory.string();
  if (text.empty() || text == ".") return {};
  return text.ends_with('/') ? text : text + "/";
}

constexpr const char* kShallowHint =
    ". This is a shallow clone: git fetch --unshallow brings the rest; in CI, fetch all from the "
    "start (GitHub: fetch-depth: 0, GitLab: GIT_DEPTH: 0)";

enum class Submodules : std::uint8_t { yes, no };

/// The repositories of a run, each once.
class Histories {
 public:
  void add(const std::string& path, RepositoryLayout layout, Submodules submodules) {
    if (!known_.insert(canonical_name(layout)).second) return;
    std::vector<std::string> inner_paths;
    if (submodules == Submodules::yes) inner_paths = submodule_paths(layout);
    const std::string top = layout.work_tree;
    targets_.push_back({path, prefix_of(top, path), std::move(layout)});
    for (const std::string& inner_path : inner_paths)
      if (auto inner = open_layout((fs::path(top) / inner_path).string()))
        add(path, *std::move(inner), submodules);
  }
  std::vector<HistoryTarget> take() { return std::move(targets_); }

 private:
  std::set<std::string> known_;
  std::vector<HistoryTarget> targets_;
};

struct Revisions {
  std::vector<std::string> tips;
  std::vector<std::string> hidden;
};

/// "A..B", "..B", "A..", "B", "^A", several of them with blanks between.
Result<Revisions> parse_log_options(std::string_view text) {
  Revisions revisions;
  while (!text.empty()) {
    const std::string word(text.substr(0, text.find(' ')));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (word.empty()) continue;
    const auto or_head = [](std::string name) { return name.empty() ? "HEAD" : std::move(name); };
    if (word.starts_with("--all"))
      return Error{"--log-opts: without a range all of the history is read; leave it out"};
    if (word.starts_with('-') || word.find("...") != std::string::npos)
      return Error{"--log-opts: '" + word + "' is not a range such as main..HEAD"};
    const std::size_t dots = word.find("..");
    if (dots != std::string::npos) {
      revisions.hidden.push_back(or_head(word.substr(0, dots)));
      revisions.tips.push_back(or_head(word.substr(dots + 2)));
    } else if (word.starts_with('^')) {
      revisions.hidden.push_back(word.substr(1));
    } else {
      revisions.tips.push_back(word);
    }
  }
  return revisions;
}

Result<ObjectId> resolve(git_repository* repository, const std::string& revision, HashKind kind) {
  GitObject object;
  if (git_revparse_single(into(object), repository, revision.c_str()) != 0)
    return Error{"'" + revision + "' is not a revision of the repository (" +
                 last_git_error().message + ")"};
  const git_object_t type = git_object_type(object.get());
  if (type != GIT_OBJECT_COMMIT && type != GIT_OBJECT_TAG)
    return Error{"'" + revision + "' is not a commit"};
  const auto id = parse_object_id(to_string(*git_object_id(object.get())), kind);
  if (!id) return Error{"'" + revision + "' has an id of another kind"};
  return *id;
}

Status resolve_all(const Revisions& revisions, const HistoryTarget& target, CommitRange& range) {
  auto repository = open_repository(target.layout.git_directory);
  if (!repository) return repository.error();
  for (const auto& [names, ids] :
       {std::pair(&revisions.tips, &range.tips), std::pair(&revisions.hidden, &range.hidden)})
    for (const std::string& name : *names) {
      const auto id = resolve(repository->get(), name, target.layout.hash_kind);
      if (!id && target.layout.shallow) return Error{id.error().message + kShallowHint};
      if (!id) return id.error();
      ids->push_back(*id);
    }
  return Done{};
}

}  // namespace

Result<std::vector<HistoryTarget>> open_histories(const ScanSettings& settings,
                                                  NoRepository no_repository) {
  Histories histories;
  for (const std::string& path : settings.arguments.paths) {
    auto layout = find_hook_repository(path);
    if (layout)
      histories.add(path, *std::move(layout),
                    settings.arguments.submodules ? Submodules::yes : Submodules::no);
    else if (no_repository == NoRepository::error)
      return layout.error();
  }
  return histories.take();
}

Result<HistoryOptions> history_options(const ScanSettings& settings, const HistoryTarget& target) {
  const ScanArguments& arguments = settings.arguments;
  HistoryOptions options;
  if (arguments.full_scan) options.objects.reading = ObjectScanOptions::Reading::full;
  if (arguments.verify_objects) options.objects.names = ObjectScanOptions::Names::verify;
  if (arguments.reachable) options.places.unreachable = PlaceOptions::Unreachable::leave_out;
  options.objects.max_blob_size = settings.max_file_size;
  options.objects.unpack = settings.unpack;
  options.objects.largest_object = std::clamp<std::uint64_t>(
      settings.max_memory / 8 / settings.threads, 1024UL * 1024, 64UL * 1024 * 1024);
  auto revisions = parse_log_options(arguments.log_options);
  if (!revisions) return revisions.error();
  if (!arguments.since_commit.empty()) {
    revisions->hidden.push_back(arguments.since_commit);
    if (arguments.branch.empty()) revisions->tips.emplace_back("HEAD");
  }
  if (!arguments.branch.empty()) revisions->tips.push_back(arguments.branch);
  if (!revisions->hidden.empty() && revisions->tips.empty()) revisions->tips.emplace_back("HEAD");
  if (revisions->tips.empty()) return options;
  if (const Status done = resolve_all(*revisions, target, options.range); !done)
    return done.error();
  return options;
}

void add_history(ScanOutcome& files, ScanOutcome history) {
  using Key = std::pair<std::string_view, std::string_view>;  // id and path
  std::map<Key, const Finding*> known;
  for (const Finding& finding : history.findings)
    if (finding.history)
      for (const std::string& path : finding.history->paths)
        known.try_emplace({finding.id, path}, &finding);
  std::set<Key> merged;
  for (Finding& finding : files.findings) {
    const auto found = known.find({finding.id, finding.location.path});
    if (found == known.end()) continue;
    finding.commit = found->second->commit;
    finding.history = found->second->history;
    merged.insert(found->first);
  }
  // The history may name several places of a secret in one file; the file has them all.
  const auto is_merged = [&](const Finding& finding) {
    return finding.history &&
           std::ranges::any_of(finding.history->paths, [&](const std::string& path) {
             return merged.contains({finding.id, path});
           });
  };
  ScanOutcome rest;
  for (Finding& finding : history.findings)
    if (!is_merged(finding)) rest.findings.push_back(std::move(finding));
  history.findings = std::move(rest.findings);
  files.add(std::move(history));
  sort_outcome(files);
}

}  // namespace nhiscan
