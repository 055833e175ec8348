#include "cli/known_places.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "scan/scan_blob.h"
#include "wrap/git.h"

namespace nhiscan {
namespace {

constexpr std::uint64_t kLargestBlob = 64UL * 1024 * 1024;

std::optional<std::string> read_blob(git_repository* repository, const KnownPlace& place,
                                     std::uint64_t largest) {
  const auto id = parse_git_oid(place.commit);
  if (!id) return std::nullopt;
  GitCommit commit;
  GitTree tree;
  GitTreeEntry entry;
  GitBlob blob;
  if (git_commit_lookup(into(commit), repository, &*id) != 0) return std::nullopt;
  if (git_commit_tree(into(tree), commit.get()) != 0) return std::nullopt;
  if (git_tree_entry_bypath(into(entry), tree.get(), place.path.c_str()) != 0) return std::nullopt;
  if (git_blob_lookup(into(blob), repository, git_tree_entry_id(entry.get())) != 0)
    return std::nullopt;
  const auto size = static_cast<std::uint64_t>(git_blob_rawsize(blob.get()));
  if (size > largest) return std::nullopt;
  return std::string(static_cast<const char*>(git_blob_rawcontent(blob.get())), size);
}

/// Scans a file of a commit once, for all entries about it.
class PlaceScanner {
 public:
  PlaceScanner(const RuleSet& rules, ScanOptions options)
      : options_(std::move(options)), scanner_(rules, options_) {}

  /// Nothing where the file can't be read.
  const std::optional<std::vector<Finding>>& findings_in(git_repository* repository,
                                                         const KnownPlace& place) {
    const auto [known, added] = known_.try_emplace({place.commit, place.path});
    if (!added) return known->second;
    auto bytes = read_blob(repository, place, std::min(kLargestBlob, options_.max_file_size));
    if (!bytes) return known->second;
    BlobRef blob;
    blob.path = place.path;
    blob.bytes = std::make_shared<const std::string>(*std::move(bytes));
    known->second = scanner_.scan_blob(blob).findings;
    return known->second;
  }

 private:
  ScanOptions options_;
  BlobScanner scanner_;
  std::map<std::pair<std::string, std::string>, std::optional<std::vector<Finding>>> known_;
};

std::vector<std::string> fingerprints_at(const std::vector<Finding>& findings,
                                         const KnownFinding& known) {
  std::vector<std::string> all;
  std::vector<std::string> of_rule;
  for (const Finding& finding : findings) {
    if (finding.location.line > known.place->line || known.place->line > finding.location.end_line)
      continue;
    all.push_back(finding.id);
    if (finding.rule && finding.rule->id == known.rule) of_rule.push_back(finding.id);
  }
  return of_rule.empty() ? all : of_rule;
}

bool names_commit_only(const KnownFinding& known) {
  return known.place && !known.place->commit.empty() && known.value.empty();
}

}  // namespace

void resolve_places(Baselines& baselines, const RuleSet& rules, const ScanSettings& settings,
                    const std::string& salt) {
  ScanOptions options;
  options.max_file_size = settings.max_file_size;
  options.unpack = settings.unpack;
  options.now = settings.now;
  options.salt = salt;
  std::map<std::size_t, GitRepository> repositories;
  std::optional<PlaceScanner> scanner;
  for (Baselines::Entry& entry : baselines.entries()) {
    if (!names_commit_only(entry.known)) continue;
    if (!scanner) scanner.emplace(rules, options);
    const auto [repository, added] = repositories.try_emplace(entry.file);
    if (added) {
      auto opened = open_repository(baselines.files()[entry.file].directory);
      if (opened) repository->second = *std::move(opened);
    }
    if (!repository->second) {
      baselines.resolve(entry, {});
      continue;
    }
    const auto& findings = scanner->findings_in(repository->second.get(), *entry.known.place);
    std::vector<std::string> fingerprints;
    if (findings) fingerprints = fingerprints_at(*findings, entry.known);
    if (!findings || !fingerprints.empty()) baselines.resolve(entry, std::move(fingerprints));
  }
}

}  // namespace nhiscan
