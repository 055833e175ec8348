#include "scan/added_secrets.h"

#include <algorithm>

namespace nhiscan {

bool AddedSecrets::holds(const NamedObject& object, const Hit& hit) const {
  return std::ranges::binary_search(hits_of_(object), hit);
}

/// The secrets that stood at a path and no longer do, sorted.
std::vector<AddedSecrets::Place> AddedSecrets::taken_out(
    std::span<const TreeChange> changes) const {
  std::vector<Place> taken;
  for (const TreeChange& change : changes)
    for (const ObjectId& old_id : change.old_ids)
      for (const Hit& hit : hits_of_({change.path, old_id}))
        if (!change.id || !holds({change.path, *change.id}, hit))
          taken.emplace_back(hit, change.path);
  std::ranges::sort(taken);
  return taken;
}

void AddedSecrets::add(const RangeCommit& commit, std::span<const TreeChange> changes) {
  const std::vector<Place> taken = taken_out(changes);
  for (const Place& place : taken)
    if (AddedSecret* const secret = at_path(place.first, place.second)) {
      secret->removed_by = commit.id;
      secret->removed_at = commit.time;
    }
  for (const TreeChange& change : changes)
    if (change.id)
      for (const Hit& hit : hits_of_({change.path, *change.id}))
        bring(commit, change, hit, taken);
}

/// The file holds the secret after the commit, and perhaps did so before.
void AddedSecrets::bring(const RangeCommit& commit, const TreeChange& change, const Hit& hit,
                         std::span<const Place> taken) {
  const bool was_there = std::ranges::any_of(change.old_ids, [&](const ObjectId& old_id) {
    return holds({change.path, old_id}, hit);
  });
  const std::span<const Place> sources(std::ranges::lower_bound(taken, hit, {}, &Place::first),
                                       std::ranges::upper_bound(taken, hit, {}, &Place::first));
  AddedSecret* secret = at_path(hit, change.path);
  if (!was_there && sources.empty()) secret = &known_or_new(commit, change, hit);
  if (!was_there && secret == nullptr)
    for (const Place& source : sources)
      if (secret == nullptr) secret = at_path(hit, source.second);
  if (secret == nullptr) return;  // older than the range
  by_path_.try_emplace({hit, change.path}, static_cast<std::size_t>(secret - secrets_.data()));
  by_blob_.try_emplace({hit, *change.id}, static_cast<std::size_t>(secret - secrets_.data()));
  secret->blobs.insert(*change.id);
  if (std::ranges::find(secret->paths, change.path) == secret->paths.end() &&
      secret->paths.size() < kMostPathsOfSecret)
    secret->paths.push_back(change.path);
  if (secret->removed_by == commit.id) secret->removed_by.reset();
}

/// Null where no commit of the range added it.
AddedSecret* AddedSecrets::at_path(const Hit& hit, const std::string& path) {
  const auto known = by_path_.find({hit, path});
  return known == by_path_.end() ? nullptr : &secrets_[known->second];
}

/// A secret comes to a file: anew, or back, or the file is a copy of one that it came to.
AddedSecret& AddedSecrets::known_or_new(const RangeCommit& commit, const TreeChange& change,
                                        const Hit& hit) {
  if (AddedSecret* const secret = at_path(hit, change.path)) return *secret;
  const auto known = by_blob_.find({hit, *change.id});
  if (known != by_blob_.end()) return secrets_[known->second];
  AddedSecret secret;
  secret.hit = hit;
  secret.commit = commit.id;
  secret.blob = *change.id;
  secrets_.push_back(std::move(secret));
  return secrets_.back();
}

}  // namespace nhiscan
