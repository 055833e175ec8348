#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nhiscan {

/// Text in Bech32 (BIP-173), of any length up to 8 KiB.
struct Bech32 {
  std::string prefix;  ///< lower case, without the `1`
  std::string bytes;
};

/// Whether the last six characters are the checksum of what stands before them; nothing where the
/// text isn't of this form.
std::optional<bool> verify_bech32_checksum(std::string_view text);

/// Nothing where the checksum is wrong or the data aren't whole bytes.
std::optional<Bech32> decode_bech32(std::string_view text);

std::string encode_bech32(std::string_view prefix, std::string_view bytes);

}  // namespace nhiscan
