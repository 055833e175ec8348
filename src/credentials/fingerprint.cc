#include "credentials/fingerprint.h"

#include "base/encoding.h"
#include "wrap/digest.h"

namespace nhiscan {
namespace {

constexpr std::size_t kLength = 26;

std::string keyed(std::string_view salt, std::string_view text) {
  return encode_base32(hmac_sha256(salt, text)).substr(0, kLength);
}

std::string normalised(std::string_view secret) {
  if (secret.find("-----BEGIN") == std::string_view::npos) return std::string(secret);
  std::string text;
  for (std::size_t i = 0; i < secret.size(); ++i) {
    const char c = secret[i];
    const bool escape =
        c == '\\' && i + 1 < secret.size() && (secret[i + 1] == 'n' || secret[i + 1] == 'r');
    if (escape)
      ++i;
    else if (c != ' ' && c != '\t' && c != '\r' && c != '\n')
      text += c;
  }
  return text;
}

}  // namespace

std::string fingerprint(std::string_view salt, Kind kind, std::string_view secret) {
  std::string text(to_string(kind));
  text += '\0';
  return keyed(salt, text + normalised(secret));
}

std::string name_fingerprint(std::string_view salt, std::string_view name) {
  return keyed(salt, "declared:" + std::string(name));
}

}  // namespace nhiscan
