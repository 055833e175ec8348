#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "nhiscan/finding.h"
#include "nhiscan/result.h"

namespace nhiscan {

/// A run of document bytes that came from a run of blob bytes, unit by unit: every `document_unit`
/// bytes from every `blob_unit`.
struct OffsetRun {
  std::size_t document = 0;
  std::size_t blob = 0;
  std::size_t document_unit = 1;
  std::size_t blob_unit = 1;
};

/// Text that a decoder found in a blob, with the way back.
struct Document {
  std::string text;
  std::vector<OffsetRun> runs;     ///< ascending; the first begins at document offset 0
  std::vector<std::string> chain;  ///< the steps from the blob to this text

  /// Where a document offset stands in the blob.
  [[nodiscard]] std::size_t blob_offset(std::size_t document_offset) const;
};

/// Turns bytes that are not plain text into documents.
struct Decoder {
  std::string_view name;
  /// `head` is the first 8 KiB at most.
  bool (*claims)(std::string_view path, std::string_view head);
  Result<std::vector<Document>> (*decode)(std::string_view bytes);
};

std::span<const Decoder> decoders();

/// The first decoder that claims the blob, or null.
const Decoder* decoder_for(std::string_view path, std::string_view head);

Result<std::vector<Document>> decode_utf16(std::string_view bytes);

}  // namespace nhiscan
