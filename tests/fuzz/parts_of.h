#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "decoders/unpacker.h"

namespace nhiscan::test {

/// Follows every part back to the blob: its bytes must have come from bytes that are there.
class WayBackChecker final : public LayerVisitor {
 public:
  void visit(const Layer& text) override {
    if (text.parent != nullptr && text.part->lines != Part::Lines::own) {
      const Span whole = text.in_parent({0, text.text.size()});
      if (whole.begin > whole.end || whole.end > text.parent->text.size()) std::abort();
    }
    for (std::size_t at = 0; at < text.text.size(); at += 1 + text.text.size() / 16) {
      Span span{at, at + 1};
      for (const Layer* layer = &text; layer->parent != nullptr; layer = layer->parent) {
        span = layer->in_parent(span);
        if (!layer->part->way_back.empty() && span.end > layer->parent->text.size()) std::abort();
      }
    }
  }
  void skip_part(const std::string& /*inside*/, std::string /*reason*/,
                 PartSink::Cause /*cause*/) override {}
};

/// Reads a blob of that name with tight limits.
inline void read_parts(std::string_view path, std::string_view bytes) {
  UnpackLimits limits;
  limits.expanded = std::uint64_t{16} * 1024 * 1024;
  limits.in_memory = std::size_t{1} * 1024 * 1024;
  Unpacker unpacker(limits, std::size_t{256} * 1024);
  WayBackChecker checker;
  Buffer buffer;
  auto reader = WindowReader::of(bytes, buffer);
  const auto first = reader.next(0);
  if (first && *first) unpacker.read_blob(path, reader, **first, checker);
}

}  // namespace nhiscan::test
