#include "decoders/decoder.h"

#include <algorithm>
#include <array>

namespace nhiscan {
namespace {

bool has_utf16_mark(std::string_view /*path*/, std::string_view head) {
  using namespace std::string_view_literals;
  // FF FE 00 00 is the mark of UTF-32.
  return (head.starts_with("\xff\xfe"sv) && !head.starts_with("\xff\xfe\0\0"sv)) ||
         head.starts_with("\xfe\xff"sv);
}

}  // namespace

std::size_t Document::blob_offset(std::size_t document_offset) const {
  const auto after = std::ranges::upper_bound(runs, document_offset, {}, &OffsetRun::document);
  if (after == runs.begin()) return document_offset;
  const OffsetRun& run = *(after - 1);
  return run.blob + (document_offset - run.document) / run.document_unit * run.blob_unit;
}

std::span<const Decoder> decoders() {
  static constexpr auto kDecoders = std::to_array<Decoder>({
      {"utf16", has_utf16_mark, decode_utf16},
  });
  return kDecoders;
}

const Decoder* decoder_for(std::string_view path, std::string_view head) {
  const auto found = std::ranges::find_if(
      decoders(), [&](const Decoder& decoder) { return decoder.claims(path, head); });
  return found == decoders().end() ? nullptr : &*found;
}

}  // namespace nhiscan
