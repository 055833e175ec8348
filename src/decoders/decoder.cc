#include "decoders/decoder.h"

#include <algorithm>
#include <array>

namespace nhiscan {
namespace {

bool is_any_text(std::string_view /*path*/, std::string_view text) { return !text.empty(); }

}  // namespace

std::span<const Decoder> decoders() {
  using enum Decoder::Reads;
  static constexpr auto kDecoders = std::to_array<Decoder>({
      {"archive", bytes, is_archive, decode_archive},
      {"sqlite", bytes, is_sqlite, decode_sqlite},
      {"image configuration", document, is_image_config, decode_image_config},
      {"key file", bytes, is_key_file, decode_key_file},
      {"pyc", bytes, is_pyc, decode_pyc},
      {"property list", bytes, is_plist, decode_plist},
      {"notebook", document, is_notebook, decode_notebook},
      {"config", text, has_config_values, decode_config_values},
      {"office text", text, is_office_text, decode_office_text},
      {"wide text", bytes, is_wide_text, decode_wide_text},
      {"zlib", bytes, is_zlib, decode_zlib},
      {"base64 and hex", window, is_any_text, decode_digit_runs},
      {"numbers", window, is_any_text, decode_byte_numbers},
      {"escapes", window, is_any_text, decode_escapes},
  });
  return kDecoders;
}

const Decoder* decoder_for(std::string_view path, std::string_view head) {
  const auto found = std::ranges::find_if(decoders(), [&](const Decoder& decoder) {
    const bool reads_all =
        decoder.reads == Decoder::Reads::bytes || decoder.reads == Decoder::Reads::document;
    return reads_all && decoder.claims(path, head);
  });
  return found == decoders().end() ? nullptr : &*found;
}

}  // namespace nhiscan
