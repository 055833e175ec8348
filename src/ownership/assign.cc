#include "ownership/assign.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "base/time.h"
#include "ownership/annotation.h"
#include "ownership/blame.h"
#include "ownership/candidate.h"
#include "ownership/credential_owner.h"
#include "ownership/history.h"
#include "ownership/person.h"
#include "ownership/small_file.h"
#include "ownership/tree_owners.h"
#include "sources/repositories.h"

namespace nhiscan {
namespace {

namespace fs = std::filesystem;

constexpr double kLabel = 0.95;
constexpr double kAnnotation = 0.90;
constexpr double kFileHeader = 0.85;
constexpr double kIntroducer = 0.60;
constexpr double kTrailer = 0.55;
constexpr double kBlame = 0.50;
constexpr double kRemote = 0.25;
constexpr double kGoodEnough = 0.60;
constexpr std::size_t kAnnotationReach = 10;

/// Something that stands on a line of a file, with what is known of it.
struct Place {
  const Location* location = nullptr;
  const Commit* commit = nullptr;  ///< that brought it; null where only the file was read
  const Facts* decoded = nullptr;
  const Owner* owner = nullptr;  ///< of the finding that stands there
  Severity severity = Severity::low;
  bool at_head = true;

  /// Whether the line is one of the file as it is on disk.
  bool is_on_disk() const { return at_head && !location->is_in_member; }
};

/// One tree of files that are owned by the same rules.
struct Tree {
  Tree(std::string top, WorkTree* work_tree) : owners(top), directory(std::move(top)) {
    if (work_tree == nullptr) return;
    repository = work_tree->repository.get();
    history = std::make_unique<History>(repository, directory);
    account = history->remote_account();
  }

  TreeOwners owners;
  std::string directory;
  git_repository* repository = nullptr;  ///< null outside of every repository
  std::unique_ptr<History> history;
  std::optional<std::string> account;                                 ///< of the remote
  std::map<std::pair<std::string, std::size_t>, BlameAnswer> blamed;  ///< by path and line
};

struct PlaceInTree {
  Tree* tree = nullptr;
  std::string path;
};

/// What speaks for the owners of one place.
struct Testimony {
  std::vector<OwnerCandidate> candidates;
  std::vector<Evidence> notes;
  std::int64_t now = 0;
};

std::string owner_kind(std::string_view owner) {
  const std::size_t at = owner.find('@');
  if (at == 0)
    return owner.find('/') == std::string_view::npos && !owner.starts_with("@@") ? "person"
                                                                                 : "team";
  return at == std::string_view::npos && !owner.starts_with("user:") ? "team" : "person";
}

/// The owners of an annotation or label: `@acme/platform, Jane Doe <jane@example.com>`.
void add_named(std::vector<OwnerCandidate>& candidates, std::string_view list,
               const OwnerCandidate& like) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    const std::string_view owner = trim(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
    if (owner.empty()) continue;
    OwnerCandidate candidate = like;
    candidate.kind = owner_kind(owner);
    candidate.name =
        candidate.kind == "person" ? show_person(parse_person(owner)) : show_owner(owner);
    candidates.push_back(std::move(candidate));
  }
}

void add_annotation(std::vector<OwnerCandidate>& candidates, const OwnerAnnotation& annotation,
                    const Location& location) {
  const std::size_t distance = annotation.line > location.line ? annotation.line - location.line
                                                               : location.line - annotation.line;
  OwnerCandidate like;
  like.source = OwnerSource::annotation;
  like.confidence = distance <= kAnnotationReach ? kAnnotation : kFileHeader;
  like.place = location.path + ":" + std::to_string(annotation.line);
  like.what = "\"" + show_owner(annotation.key + ": " + annotation.owner) + "\"";
  add_named(candidates, annotation.owner, like);
}

/// The author of a commit, or the human who stands in for a bot. `place` is "blame" or "commit".
void add_author(Testimony& testimony, const CommitAuthor& author, const std::string& commit,
                OwnerSource source) {
  const bool is_blame = source == OwnerSource::blame;
  const std::string place = is_blame ? "blame" : "commit";
  const std::string when = commit.substr(0, 12) + ", " + format_date(author.date);
  OwnerCandidate candidate;
  candidate.name = show_person(author.author);
  candidate.kind = "person";
  candidate.source = source;
  candidate.confidence = is_blame ? kBlame : kIntroducer;
  candidate.place = place;
  candidate.what = when;
  candidate.date = author.date;
  if (author.kind != AuthorKind::human) {
    const std::string machine = author.kind == AuthorKind::agent ? "agent " : "bot ";
    testimony.notes.push_back({place, when + " by " + machine + candidate.name});
    if (!author.stand_in) return;
    candidate.name = show_person(*author.stand_in);
    candidate.source = OwnerSource::trailer;
    candidate.confidence = is_blame ? kBlame : kTrailer;
    candidate.what = author.stand_in_role + " in " + when;
  }
  if (!candidate.name.empty()) testimony.candidates.push_back(std::move(candidate));
}

void add_account(Testimony& testimony, const std::string& account) {
  OwnerCandidate candidate;
  candidate.name = show_owner(account);
  candidate.kind = "org";
  candidate.source = OwnerSource::remote;
  candidate.confidence = kRemote;
  candidate.place = ".git/config";
  candidate.what = "remote origin";
  testimony.candidates.push_back(std::move(candidate));
}

void add_introducer(Testimony& testimony, const Tree& tree, const Commit& commit) {
  CommitAuthor author;
  author.author = {commit.author, commit.email};
  if (tree.history) author.author = tree.history->canonical(author.author);
  author.kind = author_kind(author.author);
  author.date = commit.date;
  if (author.kind != AuthorKind::human && tree.history)
    author = tree.history->author_of(commit.id).value_or(author);
  add_author(testimony, author, commit.id, OwnerSource::introducer);
}

void add_blame(Testimony& testimony, const Tree& tree, const std::string& path, std::size_t line) {
  const auto known = tree.blamed.find({path, line});
  if (known == tree.blamed.end()) return;
  const BlameAnswer& answer = known->second;
  if (!answer.commit.empty())
    return add_author(testimony, answer.author, answer.commit, OwnerSource::blame);
  const bool has_better =
      std::any_of(testimony.candidates.begin(), testimony.candidates.end(),
                  [](const OwnerCandidate& one) { return one.confidence >= kGoodEnough; });
  if (!has_better) testimony.notes.push_back({"blame", "not blamed: " + answer.reason});
}

class Assigner {
 public:
  explicit Assigner(const OwnershipOptions& options) : options_(options) {}

  /// Looks up the authors of the lines, most severe first. To be called once, before `owner_of`.
  void blame(std::vector<Place> places);

  Owner owner_of(const Place& place);
  Owner owner_of(const Identity& identity, const std::vector<Place>& places);

 private:
  std::string root_of(const Location& location, const std::string& path) const;
  PlaceInTree locate(const Location& location);
  PlaceInTree look_up(const Location& location);
  Tree& tree_at(const std::string& directory, WorkTree* work_tree);
  Testimony testimony_of(const Place& place);
  void add_annotations(Testimony& testimony, const Place& place);
  void set_statuses(Testimony& testimony, Tree& tree,
                    const std::vector<std::string>& departed) const;
  const OwnerAnnotations& annotations_of(const std::string& path);

  const OwnershipOptions& options_;
  Repositories repositories_;
  std::map<std::string, Tree, std::less<>> trees_;
  std::map<std::pair<std::string, std::string>, PlaceInTree> located_;  // by root and directory
  std::string annotated_path_;
  OwnerAnnotations annotations_{""};
};

Tree& Assigner::tree_at(const std::string& directory, WorkTree* work_tree) {
  return trees_.try_emplace(directory, directory, work_tree).first->second;
}

/// The scanned path that `path` lies under; empty if there is none.
std::string Assigner::root_of(const Location& location, const std::string& path) const {
  if (!location.root.empty()) return absolute_path(location.root);
  for (const std::string& root : options_.roots) {
    std::string top = absolute_path(root);
    if (path.starts_with(top + "/")) return top;
  }
  return {};
}

PlaceInTree Assigner::locate(const Location& location) {
  const std::size_t name = location.path.rfind('/') + 1;
  const auto [known, is_new] =
      located_.try_emplace({location.root, location.path.substr(0, name)}, PlaceInTree{});
  if (is_new) {
    known->second = look_up(location);
    known->second.path.resize(known->second.path.rfind('/') + 1);
  }
  return {known->second.tree, known->second.path + location.path.substr(name)};
}

PlaceInTree Assigner::look_up(const Location& location) {
  if (const auto place = repositories_.locate(location.path)) {
    return {&tree_at(place->tree->directory, place->tree), place->path};
  }
  const std::string path = absolute_path(location.path);
  std::error_code error;
  std::string top = root_of(location, path);
  if (!fs::is_directory(top, error)) top = fs::path(path).parent_path().string();
  const std::string below = fs::path(path).lexically_relative(top).string();
  const bool is_below = !below.empty() && !below.starts_with("..");
  return {&tree_at(top, nullptr), is_below ? below : fs::path(path).filename().string()};
}

void Assigner::blame(std::vector<Place> places) {
  if (options_.blame == Blame::no) return;
  std::stable_sort(places.begin(), places.end(), [](const Place& left, const Place& right) {
    return std::tie(right.severity, left.location->path, left.location->line) <
           std::tie(left.severity, right.location->path, right.location->line);
  });
  std::map<std::string, std::vector<BlameRequest>> requests;  // by tree
  for (const Place& place : places) {
    if (!place.is_on_disk() || place.commit != nullptr) continue;
    const PlaceInTree where = locate(*place.location);
    if (where.tree->repository == nullptr) continue;
    const bool is_new = where.tree->blamed.try_emplace({where.path, place.location->line}).second;
    if (is_new) requests[where.tree->directory].push_back({where.path, place.location->line});
  }
  for (const auto& [directory, wanted] : requests) {
    Tree& tree = trees_.find(directory)->second;
    std::vector<BlameAnswer> answers =
        blame_lines(tree.repository, directory, *tree.history, wanted, BlameLimits());
    for (std::size_t i = 0; i < wanted.size(); ++i)
      tree.blamed[{wanted[i].path, wanted[i].line}] = std::move(answers[i]);
  }
}

const OwnerAnnotations& Assigner::annotations_of(const std::string& path) {
  constexpr std::size_t kMaxBytes = std::size_t{4} << 20;
  if (path == annotated_path_) return annotations_;
  annotated_path_ = path;
  annotations_ = OwnerAnnotations(read_plain_file(path, kMaxBytes).value_or(""));
  return annotations_;
}

void Assigner::add_annotations(Testimony& testimony, const Place& place) {
  if (!place.is_on_disk()) return;
  const Location& location = *place.location;
  const auto annotation = annotations_of(location.path).find(location.line);
  if (annotation) add_annotation(testimony.candidates, *annotation, location);
}

void Assigner::set_statuses(Testimony& testimony, Tree& tree,
                            const std::vector<std::string>& departed) const {
  for (OwnerCandidate& candidate : testimony.candidates) {
    if (candidate.kind != "person" && candidate.kind != "unknown") continue;
    const std::string key = owner_key(candidate.name, candidate.kind);
    if (std::find(departed.begin(), departed.end(), key) != departed.end()) {
      candidate.status = PersonStatus::departed;
    } else if (tree.history && options_.blame == Blame::yes) {
      candidate.status = tree.history->status_of(key, testimony.now, candidate.date);
    }
  }
}

Testimony Assigner::testimony_of(const Place& place) {
  const PlaceInTree where = locate(*place.location);
  Tree& tree = *where.tree;
  Testimony testimony;
  testimony.now = options_.now != 0 || !tree.history ? options_.now : tree.history->newest_commit();
  add_annotations(testimony, place);
  const FileOwners& files = tree.owners.owners_of(where.path);
  testimony.candidates.insert(testimony.candidates.end(), files.candidates.begin(),
                              files.candidates.end());
  testimony.notes = files.notes;
  if (place.decoded != nullptr) {
    for (OwnerCandidate& named : credential_owners(*place.decoded))
      testimony.candidates.push_back(std::move(named));
  }
  if (place.commit != nullptr) {
    add_introducer(testimony, tree, *place.commit);
  } else {
    add_blame(testimony, tree, where.path, place.location->line);
  }
  if (tree.account) add_account(testimony, *tree.account);
  set_statuses(testimony, tree, files.departed);
  return testimony;
}

Owner Assigner::owner_of(const Place& place) {
  const Testimony testimony = testimony_of(place);
  return choose_owner(testimony.candidates, testimony.now, testimony.notes);
}

Owner Assigner::owner_of(const Identity& identity, const std::vector<Place>& places) {
  constexpr std::size_t kMaxPlaces = 20;
  if (places.size() == 1 && places.front().owner != nullptr && identity.owner_labels.empty())
    return *places.front().owner;
  Testimony all;
  all.now = options_.now;
  for (const Evidence& label : identity.owner_labels) {
    OwnerCandidate like;
    like.source = OwnerSource::label;
    like.confidence = kLabel;
    like.place = show_owner(label.source);
    like.what = "\"" + show_owner(label.detail) + "\"";
    add_named(all.candidates, label.detail, like);
  }
  for (std::size_t i = 0; i < std::min(places.size(), kMaxPlaces); ++i) {
    Testimony one = testimony_of(places[i]);
    std::move(one.candidates.begin(), one.candidates.end(), std::back_inserter(all.candidates));
    for (Evidence& note : one.notes) {
      if (std::find(all.notes.begin(), all.notes.end(), note) == all.notes.end())
        all.notes.push_back(std::move(note));
    }
    all.now = std::max(all.now, one.now);
  }
  return choose_owner(all.candidates, all.now, all.notes);
}

Place place_of(const Finding& finding) {
  Place place;
  place.location = &finding.location;
  place.commit = finding.commit ? &*finding.commit : nullptr;
  place.decoded = &finding.decoded;
  place.owner = &finding.owner;
  place.severity = finding.severity;
  place.at_head = finding.at_head;
  return place;
}

Place place_of(const Occurrence& occurrence, Severity severity) {
  Place place;
  place.location = &occurrence.location;
  place.commit = occurrence.commit ? &*occurrence.commit : nullptr;
  place.severity = severity;
  place.at_head = occurrence.at_head;
  return place;
}

using Position = std::tuple<std::string, std::size_t, std::size_t>;

Position position_of(const Location& location) {
  return {location.path, location.begin, location.line};
}

/// The places of each identity: those of its findings, then those that only declare it.
std::vector<std::vector<Place>> places_of(const Inventory& inventory,
                                          const std::vector<Finding>& findings) {
  std::multimap<std::string_view, const Finding*> findings_of;
  for (const Finding& finding : findings)
    findings_of.emplace(finding.id, &finding);
  std::vector<std::vector<Place>> places;
  for (const Identity& identity : inventory.identities) {
    std::vector<Place> own;
    std::set<Position> known;
    std::set<std::string_view> ids(identity.parts.begin(), identity.parts.end());
    ids.insert(identity.id);
    for (const std::string_view id : ids) {
      const auto [begin, end] = findings_of.equal_range(id);
      for (auto finding = begin; finding != end; ++finding) {
        if (known.insert(position_of(finding->second->location)).second)
          own.push_back(place_of(*finding->second));
      }
    }
    for (const Occurrence& occurrence : identity.occurrences) {
      if (known.insert(position_of(occurrence.location)).second)
        own.push_back(place_of(occurrence, identity.severity));
    }
    places.push_back(std::move(own));
  }
  return places;
}

}  // namespace

void assign_owners(std::vector<Finding>& findings, Inventory& inventory,
                   const OwnershipOptions& options) {
  const std::vector<std::vector<Place>> places = places_of(inventory, findings);
  std::vector<Place> all;
  std::transform(findings.begin(), findings.end(), std::back_inserter(all),
                 [](const Finding& finding) { return place_of(finding); });
  for (const std::vector<Place>& own : places)
    all.insert(all.end(), own.begin(), own.end());
  Assigner assigner(options);
  assigner.blame(std::move(all));
  for (Finding& finding : findings)
    finding.owner = assigner.owner_of(place_of(finding));
  for (std::size_t i = 0; i < inventory.identities.size(); ++i) {
    inventory.identities[i].owner = assigner.owner_of(inventory.identities[i], places[i]);
  }
}

}  // namespace nhiscan
