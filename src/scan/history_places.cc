#include "scan/history_places.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace nhiscan {
namespace {

constexpr std::uint32_t kNone = CommitGraph::kNone;
constexpr std::size_t kMostPaths = 50;

/// A hit in one version of one file.
struct Version {
  Hit hit;
  const BlobUse* use = nullptr;
};

/// What refs lead to first, then the oldest.
bool comes_first(const Version& a, const Version& b) {
  const auto rank = [](const Version& version) {
    return std::tuple(version.hit, -static_cast<int>(version.use->reach), version.use->first_commit,
                      std::string_view(version.use->path), version.use->blob);
  };
  return rank(a) < rank(b);
}

/// The versions of one hit, taken apart: those that share a name or, after the file was renamed or
/// copied, the blob, are one file's. Each list keeps the order.
std::vector<std::vector<Version>> files_of(std::span<const Version> versions) {
  std::vector<std::size_t> leader(versions.size());
  const auto root_of = [&](std::size_t i) {
    while (leader[i] != i)
      i = leader[i] = leader[leader[i]];
    return i;
  };
  std::map<std::string_view, std::size_t> by_path;
  std::map<std::uint32_t, std::size_t> by_blob;
  for (std::size_t i = 0; i < versions.size(); ++i) {
    leader[i] = i;
    for (const std::size_t other : {by_path.try_emplace(versions[i].use->path, i).first->second,
                                    by_blob.try_emplace(versions[i].use->blob, i).first->second}) {
      const std::size_t one = root_of(i);
      const std::size_t two = root_of(other);
      leader[std::max(one, two)] = std::min(one, two);
    }
  }
  std::vector<std::vector<Version>> files;
  std::map<std::size_t, std::size_t> file_of;
  for (std::size_t i = 0; i < versions.size(); ++i) {
    const auto [known, is_new] = file_of.try_emplace(root_of(i), files.size());
    if (is_new) files.emplace_back();
    files[known->second].push_back(versions[i]);
  }
  return files;
}

class Chooser {
 public:
  Chooser(const ObjectStore& store, const CommitGraph& commits, const PlaceOptions& options)
      : store_(store), commits_(commits), options_(options) {}

  void add_blobs(const ObjectScan& scan, std::span<const BlobUse> uses) {
    std::vector<Version> versions;
    std::vector<const ObjectHits*> nameless;
    for (const ObjectHits& object : scan.objects) {
      if (object.type != ObjectType::blob) continue;
      const auto begin = std::ranges::lower_bound(uses, object.number, {}, &BlobUse::blob);
      const auto end = std::ranges::upper_bound(uses, object.number, {}, &BlobUse::blob);
      if (begin == end) nameless.push_back(&object);
      for (auto use = begin; use != end; ++use)
        for (const Hit& hit : object.hits)
          versions.push_back({hit, &*use});
    }
    std::ranges::sort(versions, comes_first);
    for (auto begin = versions.begin(); begin != versions.end();) {
      const auto end = std::find_if(
          begin, versions.end(), [&](const Version& version) { return version.hit != begin->hit; });
      for (const std::vector<Version>& file : files_of({begin, end}))
        add_file(file);
      begin = end;
    }
    add_nameless(nameless);
  }

  /// Commits and tags whose message holds something.
  void add_messages(const ObjectScan& scan, const GitRefs& refs) {
    std::set<ObjectId> named;
    for (const GitRef& ref : refs.refs)
      named.insert(ref.id);
    struct Message {
      Hit hit;
      ObjectType type = ObjectType::commit;
      int reach = 0;
      std::uint32_t commit = kNone;
      std::uint32_t number = 0;
      auto operator<=>(const Message&) const = default;
    };
    std::vector<Message> messages;
    for (const ObjectHits& object : scan.objects) {
      if (object.type != ObjectType::commit && object.type != ObjectType::tag) continue;
      const ObjectId id = store_.id_of(object.number);
      const bool is_tag = object.type == ObjectType::tag;
      const std::uint32_t commit = is_tag ? kNone : commits_.find(id);
      const Reach reach = is_tag ? (named.contains(id) ? Reach::ref : Reach::unreachable)
                                 : (commit == kNone ? Reach::unreachable : commits_.reach(commit));
      for (const Hit& hit : object.hits)
        messages.push_back({hit, object.type, -static_cast<int>(reach), commit, object.number});
    }
    std::ranges::sort(messages);
    const Message* last = nullptr;
    for (const Message& message : messages) {
      if (last != nullptr && last->hit == message.hit && last->type == message.type) continue;
      last = &message;
      PlacedHit placed{message.hit, {}, false};
      placed.history.reach = static_cast<Reach>(-message.reach);
      add(message.number, name_of(message.number, message.type), message.commit, std::move(placed));
    }
  }

  std::vector<HistoryPlace> take() {
    std::vector<HistoryPlace> places;
    for (auto& [key, place] : places_) {
      std::ranges::sort(place.hits, {}, &PlacedHit::hit);
      places.push_back(std::move(place));
    }
    return places;
  }

 private:
  [[nodiscard]] std::string name_of(std::uint32_t number, ObjectType type) const {
    return object_name(store_.id_of(number), type, store_.hash_kind());
  }

  void add(std::uint32_t number, const std::string& path, std::uint32_t commit, PlacedHit placed) {
    if (placed.history.reach == Reach::unreachable &&
        options_.unreachable == PlaceOptions::Unreachable::leave_out)
      return;
    HistoryPlace& place = places_[{number, path}];
    place.id = store_.id_of(number);
    place.path = path;
    if (commit != kNone) place.commit = commits_.id(commit);
    place.hits.push_back(std::move(placed));
  }

  /// All versions of one file that hold one secret, the first of them first.
  void add_file(std::span<const Version> versions) {
    named_.insert(versions.front().hit);
    const BlobUse& first = *versions.front().use;
    PlacedHit placed{versions.front().hit, {}, false};
    SecretHistory& history = placed.history;
    history.reach = first.reach;
    std::set<std::uint32_t> blobs;
    const BlobUse* last = nullptr;
    for (const Version& version : versions) {
      const BlobUse& use = *version.use;
      blobs.insert(use.blob);
      if (history.paths.size() < kMostPaths &&
          std::ranges::find(history.paths, use.path) == history.paths.end())
        history.paths.push_back(use.path);
      placed.at_head |= use.at_head;
      if (use.last_commit != kNone && (last == nullptr || use.last_commit > last->last_commit))
        last = &use;
      for (const std::string& ref : use.refs)
        if (history.refs.size() < kMostRefs &&
            std::ranges::find(history.refs, ref) == history.refs.end())
          history.refs.push_back(ref);
    }
    history.versions = blobs.size();
    if (placed.at_head) {
      history.reach = Reach::head;
    } else if (last != nullptr && last->removed_by != kNone) {
      history.removed_by = to_hex(commits_.id(last->removed_by), store_.hash_kind());
      history.removed_at = commits_.time(last->removed_by);
    }
    add(first.blob, first.path, first.first_commit, std::move(placed));
  }

  /// Blobs that no tree holds, for what no named one holds.
  void add_nameless(const std::vector<const ObjectHits*>& objects) {
    for (const ObjectHits* object : objects)
      for (const Hit& hit : object->hits)
        if (named_.insert(hit).second)
          add(object->number, name_of(object->number, ObjectType::blob), kNone, {hit, {}, false});
  }

  const ObjectStore& store_;
  const CommitGraph& commits_;
  const PlaceOptions& options_;
  std::set<Hit> named_;
  std::map<std::pair<std::uint32_t, std::string>, HistoryPlace> places_;
};

}  // namespace

std::vector<HistoryPlace> choose_places(const ObjectScan& scan, const ObjectStore& store,
                                        const CommitGraph& commits, const GitRefs& refs,
                                        std::span<const BlobUse> uses,
                                        const PlaceOptions& options) {
  Chooser chooser(store, commits, options);
  chooser.add_blobs(scan, uses);
  chooser.add_messages(scan, refs);
  return chooser.take();
}

}  // namespace nhiscan
