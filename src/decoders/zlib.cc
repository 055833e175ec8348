// A zlib stream (RFC 1950), which libarchive doesn't know: caches, and base64 of many tools.
#include <optional>
#include <string>

#include "decoders/decoder.h"
#include "decoders/read_whole.h"
#include "wrap/inflate.h"

namespace nhiscan {
namespace {

constexpr std::size_t kFirstChunk = 4UL * 1024;

class InflatedStream final : public ByteStream {
 public:
  InflatedStream(std::string_view compressed, PartSink& sink) : stream_(compressed), sink_(sink) {}

  Result<std::size_t> read(char* out, std::size_t size) override {
    const auto got = stream_.read(out, size);
    if (!got) return got.error();
    return sink_.count(*got) == PartSink::Next::stop ? std::size_t{0} : *got;
  }

 private:
  InflateStream stream_;
  PartSink& sink_;
};

}  // namespace

bool is_zlib(std::string_view /*path*/, std::string_view head) {
  constexpr unsigned kCheck = 31;
  constexpr unsigned kHasDictionary = 0x20;
  if (head.size() < 8 || head[0] != '\x78') return false;
  const unsigned flags = static_cast<unsigned char>(head[1]);
  return (0x7800U + flags) % kCheck == 0 && (flags & kHasDictionary) == 0;
}

void decode_zlib(const Encoded& encoded, PartSink& sink) {
  const auto compressed = encoded.stream->whole();
  if (!compressed) return sink.refuse();
  InflatedStream inflated(*compressed, sink);
  std::string begin(kFirstChunk, '\0');
  const auto got = inflated.read(begin.data(), begin.size());
  if (!got || *got == 0) return sink.refuse();
  begin.resize(*got);
  ResumedStream all(begin, inflated);
  Part part;
  part.form = Part::Form::bytes;
  part.lines = encoded.lines;
  part.step = "zlib";
  part.origin = {0, compressed->size()};
  part.stream = &all;
  sink.add(part);
}

}  // namespace nhiscan
