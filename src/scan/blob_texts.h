#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "decoders/unpacker.h"
#include "nhiscan/report.h"
#include "sources/source.h"
#include "sources/window_reader.h"

namespace nhiscan {

/// Whether its name alone says that the blob is binary; never of standard input or memory.
bool is_binary_by_name(const BlobRef& blob);

/// Adds what was not read, with its bytes.
void add_skipped(Coverage& coverage, Skipped skipped);

/// Shows the texts of blobs. Belongs to one thread; keeps its buffers from blob to blob.
class BlobTexts {
 public:
  BlobTexts(const UnpackLimits& limits, std::size_t window_size, std::uint64_t max_file_size)
      : unpacker_(limits, window_size), window_size_(window_size), max_file_size_(max_file_size) {}

  /// Opens and reads a blob that isn't in an object store. Whatever is wrong with it ends in
  /// `out.skipped`.
  void show(const BlobRef& blob, LayerVisitor& visitor, Coverage& out);

  /// The same of one whose bytes are here.
  void show(const BlobRef& blob, std::string_view bytes, LayerVisitor& visitor, Coverage& out);

 private:
  void read(const BlobRef& blob, WindowReader& reader, LayerVisitor& visitor, Coverage& out);

  Unpacker unpacker_;
  Buffer buffer_;
  std::size_t window_size_;
  std::uint64_t max_file_size_;
};

}  // namespace nhiscan
