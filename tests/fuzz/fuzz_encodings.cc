// Character sets, and what is encoded or escaped in a text, nested, through the unpacker; each
// place that a layer leads back to must lie in the layer above.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "decoders/unpacker.h"

namespace {

class Checked final : public nhiscan::LayerVisitor {
 public:
  void visit(const nhiscan::Layer& text) override {
    if (text.parent == nullptr || text.part->lines == nhiscan::Part::Lines::own) return;
    const nhiscan::Span whole = text.in_parent({0, text.text.size()});
    if (whole.begin > whole.end || whole.end > text.parent->text.size()) std::abort();
  }
  void skip_part(const std::string& /*inside*/, std::string /*reason*/,
                 nhiscan::PartSink::Cause /*cause*/) override {}
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  nhiscan::UnpackLimits limits;
  limits.expanded = std::uint64_t{16} * 1024 * 1024;
  limits.in_memory = std::size_t{1} * 1024 * 1024;
  nhiscan::Unpacker unpacker(limits, std::size_t{256} * 1024);
  Checked checked;
  nhiscan::Buffer buffer;
  auto reader = nhiscan::WindowReader::of(
      std::string_view(reinterpret_cast<const char*>(data), size), buffer);
  const auto first = reader.next(0);
  if (first && *first) unpacker.read_blob("", reader, **first, checked);
  return 0;
}
