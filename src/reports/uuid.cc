#include "reports/uuid.h"

#include "wrap/digest.h"

namespace nhiscan {

std::string uuid_of(std::string_view text) {
  std::string bytes = sha256(text).substr(0, 16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0F) | 0x80);
  bytes[8] = static_cast<char>((bytes[8] & 0x3F) | 0x80);
  std::string uuid;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) uuid += '-';
    const auto byte = static_cast<unsigned char>(bytes[i]);
    uuid += {"0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 0xF]};
  }
  return uuid;
}

}  // namespace nhiscan
