#include "credentials/fingerprint.h"

#include "base/encoding.h"
#include "credentials/pem.h"
#include "wrap/digest.h"

namespace nhiscan {
namespace {

constexpr std::size_t kLength = 26;

std::string keyed(std::string_view salt, std::string_view text) {
  return encode_base32(hmac_sha256(salt, text)).substr(0, kLength);
}

/// A PEM block is the same however it is broken into lines and string literals.
std::string normalised(std::string_view secret) {
  if (secret.find("-----BEGIN") == std::string_view::npos) return std::string(secret);
  std::string text = plain_lines(secret);
  std::erase_if(text, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
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
