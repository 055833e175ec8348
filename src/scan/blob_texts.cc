#include "scan/blob_texts.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <utility>

#include "decoders/binary.h"

namespace nhiscan {
namespace {

std::uint64_t size_on_disk(const BlobRef& blob) {
  if (blob.name.empty()) return 0;
  struct stat status {};
  const int directory = blob.directory ? blob.directory->descriptor() : AT_FDCWD;
  if (fstatat(directory, blob.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return 0;
  return static_cast<std::uint64_t>(status.st_size);
}

}  // namespace

bool is_binary_by_name(const BlobRef& blob) {
  return is_binary_name(blob.path) && blob.descriptor < 0 && !blob.bytes;
}

void add_skipped(Coverage& coverage, Skipped skipped) {
  coverage.bytes_skipped += skipped.bytes;
  coverage.skipped.push_back(std::move(skipped));
}

void BlobTexts::show(const BlobRef& blob, LayerVisitor& visitor, Coverage& out) {
  if (is_binary_by_name(blob)) {
    ++out.files;
    return add_skipped(out, {blob.path, "binary by name", size_on_disk(blob), false});
  }
  auto reader = WindowReader::open(blob, buffer_, window_size_);
  if (!reader)
    return add_skipped(out, {blob.path, reader.error().message, size_on_disk(blob), true});
  read(blob, *reader, visitor, out);
}

void BlobTexts::show(const BlobRef& blob, std::string_view bytes, LayerVisitor& visitor,
                     Coverage& out) {
  WindowReader reader = WindowReader::of(bytes, buffer_);
  read(blob, reader, visitor, out);
}

void BlobTexts::read(const BlobRef& blob, WindowReader& reader, LayerVisitor& visitor,
                     Coverage& out) {
  const auto first = reader.next(0);
  if (!first)
    return add_skipped(out, {blob.path, first.error().message, reader.size().value_or(0), true});
  ++out.files;
  if (!*first) return;
  const std::uint64_t size =
      (*first)->last ? (*first)->text.size() : reader.size().value_or((*first)->text.size());
  if (size > max_file_size_)
    return add_skipped(out, {blob.path, "larger than --max-file-size", size, false});
  const std::uint64_t expanded_before = unpacker_.expanded();
  const Reading reading = unpacker_.read_blob(blob.path, reader, **first, visitor);
  out.bytes_expanded += unpacker_.expanded() - expanded_before;
  if (reading.as == Reading::As::binary)
    return add_skipped(out, {blob.path, "binary", size, false});
  out.bytes_scanned += reading.bytes;
  if (!reading.failure) return;
  const std::uint64_t all = reader.size().value_or(0);
  add_skipped(out, {blob.path, reading.failure->message, all - std::min(all, reading.bytes), true});
}

}  // namespace nhiscan
