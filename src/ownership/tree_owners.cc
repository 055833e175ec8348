#include "ownership/tree_owners.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <set>
#include <system_error>
#include <utility>

#include "base/glob.h"
#include "base/text.h"
#include "ownership/person.h"
#include "ownership/small_file.h"

namespace nhiscan {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{1} << 20;
constexpr std::size_t kLongestPath = 4096;  // PATH_MAX: a tree of git's may go deeper than a disk
constexpr double kSpecific = 0.85;
constexpr double kCatchAll = 0.65;
constexpr double kRepositoryEntity = 0.75;
constexpr double kManifest = 0.35;

/// Empty at the top.
std::string parent_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return std::string(slash == std::string_view::npos ? std::string_view() : path.substr(0, slash));
}

std::string joined(const std::string& directory, std::string_view name) {
  return directory.empty() ? std::string(name) : directory + "/" + std::string(name);
}

/// The directories above `path`, the nearest first, the top (empty) last.
std::vector<std::string> directories_above(std::string_view path) {
  std::vector<std::string> directories;
  for (std::string here = parent_of(path); !here.empty(); here = parent_of(here))
    directories.push_back(here);
  directories.emplace_back();
  return directories;
}

/// Directories that hold the work of others, whose manifests name others.
bool is_vendored(std::string_view directory) {
  constexpr auto kNames =
      std::to_array<std::string_view>({"node_modules", "vendor", "third_party", "third-party",
                                       "site-packages", "bower_components"});
  while (!directory.empty()) {
    const std::size_t end = std::min(directory.find('/'), directory.size());
    if (std::find(kNames.begin(), kNames.end(), directory.substr(0, end)) != kNames.end())
      return true;
    directory.remove_prefix(std::min(end + 1, directory.size()));
  }
  return false;
}

/// What a directory holds: to list it once costs less than to ask for each file that may name
/// owners. Of a file of the history it may be gone.
class DirectoryNames {
 public:
  explicit DirectoryNames(const std::string& directory) {
    std::error_code failed;
    for (std::filesystem::directory_iterator entry(directory, failed), end; !failed && entry != end;
         entry.increment(failed))
      names_.insert(entry->path().filename().string());
    is_closed_ = failed == std::errc::permission_denied;
  }

  /// False where there is no such file; `path` may begin with a directory.
  [[nodiscard]] bool may_hold(std::string_view path) const {
    return is_closed_ || names_.contains(path.substr(0, path.find('/')));
  }

 private:
  std::set<std::string, std::less<>> names_;
  bool is_closed_ = false;  // it can't be listed, but its files may be read
};

std::string in_quotes(const std::string& text) { return "\"" + show_owner(text) + "\""; }

std::string file_name(std::string_view path) {
  return std::string(path.substr(path.rfind('/') + 1));
}

}  // namespace

std::optional<std::string> TreeOwners::read(const std::string& path) const {
  return read_plain_file(top_ + "/" + path, kMaxFileBytes);
}

const FileOwners& TreeOwners::owners_of(std::string_view path) {
  if (const auto known = known_.find(path); known != known_.end()) return known->second;
  FileOwners found;
  add_codeowners(found, path);
  add_owners(found, path);
  add_catalogs(found, path);
  add_manifests(found, path);
  return known_.emplace(std::string(path), std::move(found)).first->second;
}

void TreeOwners::load_codeowners() {
  codeowners_loaded_ = true;
  for (const std::string& location : codeowners_locations()) {
    const auto text = read_plain_file(top_ + "/" + location, Codeowners::kMaxBytes);
    if (!text) continue;
    codeowners_location_ = location;
    dialect_ = codeowners_dialect(location, *text);
    codeowners_ = Codeowners::parse(*text, dialect_);
    return;
  }
}

void TreeOwners::add_codeowners(FileOwners& found, std::string_view path) {
  if (!codeowners_loaded_) load_codeowners();
  for (const CodeownersMatch& match : codeowners_.match(path)) {
    const std::string place = codeowners_location_ + ":" + std::to_string(match.line);
    std::string rule = match.pattern;
    for (const std::string& owner : match.owners)
      rule += " " + owner;
    if (match.owners.empty()) found.notes.push_back({place, in_quotes(rule) + " names no owner"});
    for (const std::string& owner : match.owners) {
      OwnerCandidate candidate;
      candidate.name = show_person(parse_person(owner));
      candidate.kind = codeowners_kind(owner, dialect_);
      candidate.source = OwnerSource::codeowners;
      candidate.confidence = match.catch_all ? kCatchAll : kSpecific;
      candidate.place = place;
      candidate.what = in_quotes(rule);
      found.candidates.push_back(std::move(candidate));
    }
  }
}

const TreeOwners::Directory& TreeOwners::directory(const std::string& path) {
  const auto [place, is_new] = directories_.try_emplace(path);
  Directory& files = place->second;
  if (!is_new || path.size() >= kLongestPath) return files;
  const DirectoryNames names(top_ + "/" + path);
  if (names.may_hold("OWNERS")) load_owners(files, path);
  if (is_vendored(path)) return files;
  for (const std::string& name : catalog_file_names()) {
    const auto text = names.may_hold(name) ? read(joined(path, name)) : std::nullopt;
    if (!text) continue;
    if (auto owners = parse_catalog(name, *text); !owners.empty())
      files.catalogs.push_back({name, std::move(owners)});
  }
  for (const std::string& name : manifest_file_names()) {
    const auto text = names.may_hold(name) ? read(joined(path, name)) : std::nullopt;
    if (text) files.manifests.push_back({name, Manifest::parse(name, *text)});
  }
  return files;
}

void TreeOwners::load_owners(Directory& into, const std::string& path) {
  constexpr std::size_t kMaxImports = 20;
  const auto text = read(joined(path, "OWNERS"));
  if (!text) return;
  OwnersFile file = parse_owners_file(*text);
  if (file.imports.size() > kMaxImports) file.imports.resize(kMaxImports);
  for (const std::string& import : file.imports) {
    if (import.find("..") != std::string::npos) continue;
    const auto other = read(import.front() == '/' ? import.substr(1) : joined(path, import));
    if (!other) continue;
    const OwnersFile imported = parse_owners_file(*other);
    file.owners.insert(file.owners.end(), imported.owners.begin(), imported.owners.end());
  }
  into.owners = std::move(file);
}

bool TreeOwners::is_alias(const std::string& name) {
  if (!aliases_) aliases_ = parse_owners_aliases(read("OWNERS_ALIASES").value_or(""));
  return std::find(aliases_->begin(), aliases_->end(), lower_ascii(name)) != aliases_->end();
}

void TreeOwners::add_owners_of(FileOwners& found, const OwnersFile& file,
                               const std::string& directory,
                               const std::vector<std::string>& owners) {
  for (const std::string& owner : owners) {
    const bool is_team = file.is_prow && is_alias(owner);
    OwnerCandidate candidate;
    candidate.name = show_owner(file.is_prow && !is_team ? "@" + owner : owner);
    candidate.kind = is_team ? "team" : "person";
    candidate.source = OwnerSource::owners_file;
    candidate.confidence = directory.empty() ? kCatchAll : kSpecific;
    candidate.place = joined(directory, "OWNERS");
    candidate.what = in_quotes(owner);
    found.candidates.push_back(std::move(candidate));
  }
}

void TreeOwners::add_owners(FileOwners& found, std::string_view path) {
  const std::vector<std::string> above = directories_above(path);
  for (std::size_t i = 0; i < above.size(); ++i) {
    const auto& file = directory(above[i]).owners;
    if (!file) continue;
    for (const std::string& former : file->emeritus)
      found.departed.push_back(owner_key("@" + former, "person"));
    bool no_parent = file->no_parent;
    for (const OwnersFile::PerFile& rule : file->per_file) {
      const auto matches = [&](const std::string& glob) {
        return glob_match(glob, file_name(path));
      };
      if (i != 0 || std::none_of(rule.globs.begin(), rule.globs.end(), matches)) continue;
      no_parent = no_parent || rule.no_parent;
      add_owners_of(found, *file, above[i], rule.owners);
    }
    add_owners_of(found, *file, above[i], file->owners);
    if (no_parent) return;
  }
}

void TreeOwners::add_catalogs(FileOwners& found, std::string_view path) {
  for (const std::string& here : directories_above(path)) {
    const std::string_view below = path.substr(here.empty() ? 0 : here.size() + 1);
    const std::size_t known = found.candidates.size();
    for (const CatalogFile& file : directory(here).catalogs) {
      for (const CatalogOwner& owner : file.owners) {
        const auto covers = [&](const std::string& glob) { return glob_match(glob, below); };
        if (!owner.paths.empty() && std::none_of(owner.paths.begin(), owner.paths.end(), covers))
          continue;
        OwnerCandidate candidate;
        candidate.name = show_owner(owner.name);
        candidate.kind = owner.kind;
        candidate.source = OwnerSource::catalog;
        candidate.confidence = here.empty() && owner.paths.empty() ? kRepositoryEntity : kSpecific;
        candidate.place = joined(here, file.name) + ":" + std::to_string(owner.line);
        candidate.what = show_owner(owner.field);
        found.candidates.push_back(std::move(candidate));
      }
    }
    if (found.candidates.size() > known) return;
  }
}

void TreeOwners::add_manifests(FileOwners& found, std::string_view path) {
  for (const std::string& here : directories_above(path)) {
    const std::string_view below = path.substr(here.empty() ? 0 : here.size() + 1);
    const std::size_t known = found.candidates.size();
    for (const ManifestFile& file : directory(here).manifests) {
      for (const ManifestPerson& one : file.people.people_of(below)) {
        OwnerCandidate candidate;
        candidate.name = show_person(one.person);
        candidate.kind = "person";
        candidate.source = OwnerSource::manifest;
        candidate.confidence = kManifest;
        candidate.place = joined(here, file.name);
        candidate.what = one.field;
        found.candidates.push_back(std::move(candidate));
      }
    }
    if (found.candidates.size() > known) return;
  }
}

}  // namespace nhiscan
