// Archives and compressed streams, nested, through the unpacker with tight limits.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "decoders/unpacker.h"

namespace {

class Ignored final : public nhiscan::LayerVisitor {
 public:
  void visit(const nhiscan::Layer& /*text*/) override {}
  void skip_part(const std::string& /*inside*/, std::string /*reason*/,
                 nhiscan::PartSink::Cause /*cause*/) override {}
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  nhiscan::UnpackLimits limits;
  limits.expanded = std::uint64_t{16} * 1024 * 1024;
  limits.in_memory = std::size_t{1} * 1024 * 1024;
  nhiscan::Unpacker unpacker(limits, std::size_t{256} * 1024);
  Ignored ignored;
  nhiscan::Buffer buffer;
  auto reader = nhiscan::WindowReader::of(
      std::string_view(reinterpret_cast<const char*>(data), size), buffer);
  const auto first = reader.next(0);
  if (first && *first) unpacker.read_blob("file.gz", reader, **first, ignored);
  return 0;
}
