#include "scan/range_tips.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "git/commit.h"

namespace nhiscan {
namespace {

constexpr std::size_t kMostTips = 1000;
constexpr std::int64_t kWrongClock = std::int64_t{24} * 60 * 60;

class Tips {
 public:
  Tips(const HistoryContext& context, StoreReader& objects, std::span<const AddedSecret> secrets,
       RangeBlobs& blobs)
      : context_(context),
        objects_(objects),
        secrets_(secrets),
        blobs_(blobs),
        out_(secrets.size()) {
    for (const AddedSecret& secret : secrets)
      paths_.insert(paths_.end(), secret.paths.begin(), secret.paths.end());
    std::ranges::sort(paths_);
    paths_.erase(std::unique(paths_.begin(), paths_.end()), paths_.end());
  }

  std::vector<SecretAtTips> look(std::int64_t since) {
    look_at(context_.refs.head, Read::yes, since, [](SecretAtTips& at) { at.at_head = true; });
    for (const ObjectId& tip : context_.history.range.tips)
      look_at(tip, Read::yes, since, [](SecretAtTips& at) { at.at_end = true; });
    const std::vector<GitRef> refs = refs_by_rank(context_.refs);
    for (std::size_t i = 0; i < std::min(refs.size(), kMostTips) && !is_done(); ++i)
      look_at(refs[i].id, Read::no, since, [&](SecretAtTips& at) {
        if (at.refs.size() < kMostRefs) at.refs.push_back(refs[i].name);
      });
    for (SecretAtTips& at : out_)
      at.at_end |= at.at_head;
    return std::move(out_);
  }

 private:
  enum class Read : std::uint8_t { yes, no };

  /// Calls `found` for each secret that the tip's tree holds.
  template <class Found>
  void look_at(const ObjectId& tip, Read read, std::int64_t since, const Found& found) {
    const auto object = objects_.read(peel_tag(objects_, tip));
    if (!object || (*object)->type != ObjectType::commit) return;
    const auto commit = parse_commit((*object)->bytes.view(), objects_.hash_kind());
    if (!commit || commit->committer.time < since - kWrongClock) return;
    const std::vector<std::optional<ObjectId>> files = find_files(objects_, commit->tree, paths_);
    if (read == Read::yes) read_files(files);
    for (std::size_t i = 0; i < secrets_.size(); ++i)
      if (holds(files, secrets_[i])) found(out_[i]);
  }

  void read_files(const std::vector<std::optional<ObjectId>>& files) {
    std::vector<NamedObject> wanted;
    for (std::size_t i = 0; i < files.size(); ++i)
      if (files[i]) wanted.push_back({paths_[i], *files[i]});
    blobs_.scan(std::move(wanted));
  }

  [[nodiscard]] bool holds(const std::vector<std::optional<ObjectId>>& files,
                           const AddedSecret& secret) const {
    return std::ranges::any_of(secret.paths, [&](const std::string& path) {
      const auto place = std::ranges::lower_bound(paths_, path) - paths_.begin();
      const auto& id = files[static_cast<std::size_t>(place)];
      return id && std::ranges::binary_search(blobs_.hits({path, *id}), secret.hit);
    });
  }

  /// Whether more refs would say nothing new.
  [[nodiscard]] bool is_done() const {
    return context_.progress.stop() || std::ranges::all_of(out_, [](const SecretAtTips& at) {
             return at.refs.size() >= kMostRefs;
           });
  }

  const HistoryContext& context_;
  StoreReader& objects_;
  std::span<const AddedSecret> secrets_;
  RangeBlobs& blobs_;
  std::vector<std::string> paths_;  // of all secrets, sorted
  std::vector<SecretAtTips> out_;
};

}  // namespace

std::vector<SecretAtTips> look_at_tips(const HistoryContext& context, StoreReader& objects,
                                       std::span<const AddedSecret> secrets, std::int64_t since,
                                       RangeBlobs& blobs) {
  if (secrets.empty()) return {};
  return Tips(context, objects, secrets, blobs).look(since);
}

}  // namespace nhiscan
