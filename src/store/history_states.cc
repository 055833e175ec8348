#include "store/history_states.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "base/archive.h"
#include "base/system_error.h"
#include "git/mapped_file.h"
#include "nhiscan/version.h"
#include "wrap/digest.h"

namespace nhiscan {

template <class T, class Structure>
concept Is = std::is_same_v<std::remove_const_t<T>, Structure>;

// Found by the archives: which members a structure has.
void visit_fields(Is<CommitRecord> auto& commit, auto& archive) {
  archive(commit.id);
  archive(commit.tree);
  archive(commit.parents);
  archive(commit.time);
}

void visit_fields(Is<Hit> auto& hit, auto& archive) {
  archive(hit.rule);
  archive(hit.secret);
}

void visit_fields(Is<ObjectHits> auto& object, auto& archive) {
  archive(object.number);
  archive(object.type);
  archive(object.hits);
}

void visit_fields(Is<Skipped> auto& skipped, auto& archive) {
  archive(skipped.path);
  archive(skipped.reason);
  archive(skipped.bytes);
  archive(skipped.failed);
}

void visit_fields(Is<ObjectScan> auto& scan, auto& archive) {
  archive(scan.objects);
  archive(scan.commits);
  archive(scan.tags);
  archive(scan.coverage.blobs);
  archive(scan.coverage.commits);
  archive(scan.coverage.bytes_scanned);
  archive(scan.coverage.bytes_skipped);
  archive(scan.coverage.bytes_expanded);
  archive(scan.coverage.skipped);
  archive(scan.binary_blobs);
  archive(scan.binary_bytes);
}

void visit_fields(Is<TreeRecord> auto& trees, auto& archive) {
  archive(trees.trees);
  archive(trees.edge_counts);
  archive(trees.edges);
  archive(trees.names);
  archive(trees.missing);
}

void visit_fields(Is<GitProblem> auto& problem, auto& archive) {
  archive(problem.path);
  archive(problem.reason);
}

void visit_fields(Is<PlacedHit> auto& placed, auto& archive) {
  archive(placed.hit);
  archive(placed.history.paths);
  archive(placed.history.reach);
  archive(placed.history.refs);
  archive(placed.history.versions);
  archive(placed.history.removed_by);
  archive(placed.history.removed_at);
  archive(placed.at_head);
}

void visit_fields(Is<HistoryPlace> auto& place, auto& archive) {
  archive(place.id);
  archive(place.path);
  archive(place.commit);
  archive(place.hits);
}

void visit_fields(Is<HistoryMemory::Choice> auto& choice, auto& archive) {
  archive(choice.key);
  archive(choice.places);
  archive(choice.problems);
}

void visit_fields(Is<HistoryMemory> auto& memory, auto& archive) {
  archive(memory.settings);
  archive(memory.packs);
  archive(memory.loose);
  archive(memory.scan);
  archive(memory.trees);
  archive(memory.choice);
}

namespace {

constexpr std::string_view kMagic = "nhiscan state\n";
constexpr std::size_t kStateDigest = 32;

/// What the file begins with: only this version reads what it wrote.
std::string state_header() { return std::string(kMagic) + kVersion + " layout 2\n"; }

Status write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) return Error{describe_error(errno)};
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return Done{};
}

}  // namespace

Result<HistoryStates> HistoryStates::open(const std::string& file) {
  HistoryStates states;
  states.file_ = file;
  std::error_code failed;
  if (!std::filesystem::exists(file, failed) && !failed) return states;
  const auto mapped = MappedFile::open(file);
  if (!mapped) return Error{file + ": " + mapped.error().message};
  std::string_view bytes = mapped->bytes();
  if (bytes.empty()) return states;
  if (!bytes.starts_with(kMagic)) return Error{file + ": is not a state of nhiscan"};
  const std::string header = state_header();
  if (!bytes.starts_with(header) || bytes.size() < header.size() + kStateDigest) return states;
  const std::string_view digest = bytes.substr(header.size(), kStateDigest);
  bytes.remove_prefix(header.size() + kStateDigest);
  if (sha256(bytes) != digest) return states;
  ArchiveReader reader(bytes);
  std::uint32_t count = 0;
  reader(count);
  for (std::uint32_t i = 0; i < count && reader.good(); ++i) {
    std::string repository;
    reader(repository);
    reader(states.memories_[repository]);
  }
  if (!reader.good() || !reader.at_end()) states.memories_.clear();
  return states;
}

Status HistoryStates::save() const {
  if (std::ranges::none_of(memories_, [](const auto& entry) { return entry.second.is_new; }))
    return Done{};
  ArchiveWriter writer;
  writer(static_cast<std::uint32_t>(memories_.size()));
  for (const auto& [repository, memory] : memories_) {
    writer(repository);
    writer(memory);
  }
  const std::string bytes = writer.take();
  const std::string aside = file_ + "." + std::to_string(getpid()) + ".part";
  const int descriptor =
      ::open(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) return Error{file_ + ": " + describe_error(errno)};
  Status written = write_all(descriptor, state_header() + sha256(bytes));
  if (written) written = write_all(descriptor, bytes);
  if (close(descriptor) != 0 && written) written = Error{describe_error(errno)};
  if (written && std::rename(aside.c_str(), file_.c_str()) != 0)
    written = Error{describe_error(errno)};
  if (written) return Done{};
  unlink(aside.c_str());
  return Error{file_ + ": " + written.error().message};
}

}  // namespace nhiscan
