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

std::string kind_and(Kind kind, std::string_view secret) {
  std::string text(to_string(kind));
  text += '\0';
  return text + normalised_secret(secret);
}

}  // namespace

std::string normalised_secret(std::string_view secret) {
  if (secret.find("-----BEGIN") == std::string_view::npos) return std::string(secret);
  std::string text = plain_lines(secret);
  std::erase_if(text, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
  return text;
}

std::string fingerprint(std::string_view salt, Kind kind, std::string_view secret) {
  return keyed(salt, kind_and(kind, secret));
}

std::string slow_fingerprint(std::string_view salt, std::string_view own_salt, Kind kind,
                             std::string_view secret) {
  std::string both(salt);
  both += '\0';
  both += own_salt;
  return encode_base32(scrypt(kind_and(kind, secret), both)).substr(0, kLength);
}

std::string name_fingerprint(std::string_view salt, std::string_view name) {
  return keyed(salt, "declared:" + std::string(name));
}

}  // namespace nhiscan
