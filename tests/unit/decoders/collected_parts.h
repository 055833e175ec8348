#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "decoders/decoder.h"

namespace nhiscan {

/// What a decoder said, kept.
class CollectedParts final : public PartSink {
 public:
  struct Kept {
    Part part;  // without its bytes
    std::string text;
  };
  struct Said {
    std::string step;
    std::string reason;
    Cause cause;
  };

  Next add(const Part& part) override {
    Kept kept{part, std::string(part.bytes)};
    kept.part.bytes = {};
    kept.part.stream = nullptr;
    if (part.stream != nullptr) {
      std::string chunk(4096, '\0');
      while (true) {
        const auto got = part.stream->read(chunk.data(), chunk.size());
        if (!got) {
          skip(part.step, got.error().message, Cause::failed);
          break;
        }
        if (*got == 0) break;
        kept.text.append(chunk, 0, *got);
      }
    }
    parts.push_back(std::move(kept));
    return Next::go_on;
  }
  void skip(std::string_view step, std::string reason, Cause cause) override {
    said.push_back({std::string(step), std::move(reason), cause});
  }
  void leave_out_binary() override { ++binary; }
  void refuse() override { is_refused = true; }
  Next count(std::uint64_t bytes) override {
    counted += bytes;
    return Next::go_on;
  }
  [[nodiscard]] std::size_t most_in_memory() const override { return 8UL * 1024 * 1024; }

  std::vector<Kept> parts;
  std::vector<Said> said;
  std::uint64_t binary = 0;
  bool is_refused = false;
  std::uint64_t counted = 0;
};

/// What the decoder that claims these bytes makes of them; nothing if none does.
inline void decode_all(std::string_view path, std::string_view bytes, CollectedParts& found) {
  const Decoder* decoder = decoder_for(path, bytes.substr(0, kDecoderHead));
  MemoryStream stream(bytes);
  if (decoder != nullptr) decoder->decode({path, bytes, &stream}, found);
}

}  // namespace nhiscan
