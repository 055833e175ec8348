#include "scan/range_blobs.h"

#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <optional>
#include <utility>

namespace nhiscan {
namespace {

constexpr std::uint32_t kMostNamesOfBlob = 1000;
constexpr std::size_t kBlobsAtOnce = 16;  // fewer aren't worth another thread

/// What is asked of a blob is only whether it holds something.
ScanOptions without_details(ScanOptions options) {
  options.declarations = ScanOptions::Declarations::leave_out;
  options.line_hashes = ScanOptions::LineHashes::leave_out;
  return options;
}

bool is_message(const NamedObject& object) { return object.path.starts_with("git:"); }

}  // namespace

RangeBlobs::RangeBlobs(const HistoryContext& context)
    : context_(context),
      options_(without_details(context.options)),
      readers_([this] { return std::make_unique<HistoryReader>(context_, options_); }) {}

RangeBlobs::Key RangeBlobs::key_of(const NamedObject& object) {
  return {object.id, std::hash<std::string>()(object.path)};
}

void RangeBlobs::scan(std::vector<NamedObject> objects) {
  std::ranges::sort(objects);  // versions of one file are deltas of each other
  std::erase_if(objects, [this](const NamedObject& object) { return !is_new(object); });
  std::vector<std::optional<Part>> parts(objects.size());
  tbb::parallel_for(tbb::blocked_range<std::size_t>(0, objects.size(), kBlobsAtOnce),
                    [&](const tbb::blocked_range<std::size_t>& range) {
                      for (std::size_t i = range.begin(); i < range.end(); ++i)
                        if (!context_.progress.stop()) parts[i] = read(objects[i]);
                    });
  for (std::size_t i = 0; i < objects.size(); ++i)
    if (parts[i]) add(objects[i], *std::move(parts[i]));
}

/// Whether it is to be read; it is known from then on.
bool RangeBlobs::is_new(const NamedObject& object) {
  Known& known = known_[object.id];
  if (known.names >= kMostNamesOfBlob) {
    is_cut_ |= known.holds_something && !hits_.contains(key_of(object));
    return false;
  }
  const bool is_new = hits_.try_emplace(key_of(object)).second;
  if (is_new) ++known.names;
  return is_new;
}

RangeBlobs::Part RangeBlobs::read(const NamedObject& object) {
  Part part;
  HistoryReader& reader = *readers_.local();
  const std::string name = object_name(object.id, ObjectType::blob, context_.store.hash_kind());
  const auto blob = open_object(object.id, object.path, reader.objects);
  if (!blob) {
    part.problems.push_back({is_message(object) ? object.path : name, blob.error().message});
    return part;
  }
  ScanOutcome found = reader.scanner.scan_blob(*blob);
  for (const Finding& finding : found.findings)
    part.hits.push_back(hit_of(finding, context_.rules));
  std::ranges::sort(part.hits);
  part.hits.erase(std::unique(part.hits.begin(), part.hits.end()), part.hits.end());
  part.coverage = std::move(found.coverage);
  part.binary_blobs =
      static_cast<std::uint64_t>(std::erase_if(part.coverage.skipped, [&](const Skipped& row) {
        return !row.failed && row.path == blob->path && row.reason.starts_with("binary");
      }));
  for (Skipped& row : part.coverage.skipped)
    if (!is_message(object)) row.path.replace(0, blob->path.size(), name);
  context_.progress.advance(0, part.coverage.bytes_scanned + part.coverage.bytes_skipped);
  return part;
}

void RangeBlobs::add(const NamedObject& object, Part part) {
  Known& known = known_[object.id];
  known.holds_something |= !part.hits.empty();
  hits_[key_of(object)] = std::move(part.hits);
  if (std::exchange(known.is_counted, true)) return;
  if (!is_message(object) && part.problems.empty()) ++coverage_.blobs;
  std::ranges::move(part.problems, std::back_inserter(problems_));
  std::ranges::move(part.coverage.skipped, std::back_inserter(coverage_.skipped));
  coverage_.bytes_expanded += part.coverage.bytes_expanded;
  coverage_.bytes_scanned += part.coverage.bytes_scanned;
  binary_blobs_ += part.binary_blobs;
  (part.binary_blobs > 0 ? binary_bytes_ : coverage_.bytes_skipped) += part.coverage.bytes_skipped;
}

std::span<const Hit> RangeBlobs::hits(const NamedObject& object) const {
  const auto known = hits_.find(key_of(object));
  return known == hits_.end() ? std::span<const Hit>() : known->second;
}

void RangeBlobs::add_coverage(ScanOutcome& out) const {
  out.add({{}, {}, coverage_, {}});
  add_binary_row(binary_blobs_, binary_bytes_, out);
  if (is_cut_)
    out.skip({"git:blobs", "too many paths lead to the same blobs; some are left out", 0, true});
}

}  // namespace nhiscan
