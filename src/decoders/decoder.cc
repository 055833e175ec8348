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

std::span<const Decoder> decoders() {
  using enum Decoder::Reads;
  static constexpr auto kDecoders = std::to_array<Decoder>({
      {"archive", bytes, is_archive, decode_archive},
      {"utf16", bytes, has_utf16_mark, decode_utf16},
  });
  return kDecoders;
}

const Decoder* decoder_for(std::string_view path, std::string_view head) {
  const auto found = std::ranges::find_if(decoders(), [&](const Decoder& decoder) {
    return decoder.reads == Decoder::Reads::bytes && decoder.claims(path, head);
  });
  return found == decoders().end() ? nullptr : &*found;
}

}  // namespace nhiscan
