#include "credentials/aws_key_id.h"

#include "base/encoding.h"
#include "credentials/byte_reader.h"

namespace nhiscan {

std::string account_of_aws_key(std::string_view id) {
  if (id.size() != 20) return {};
  id.remove_prefix(4);
  const bool carries_account = (id[0] >= 'Q' && id[0] <= 'Z') || (id[0] >= '2' && id[0] <= '7');
  const auto bytes = carries_account ? decode_base32(id) : std::nullopt;
  const auto number = bytes ? ByteReader(*bytes).number(6) : std::nullopt;
  if (!number) return {};
  const std::string digits = std::to_string((*number & 0x7FFFFFFFFF80) >> 7);
  return digits.size() > 12 ? std::string() : std::string(12 - digits.size(), '0') + digits;
}

}  // namespace nhiscan
