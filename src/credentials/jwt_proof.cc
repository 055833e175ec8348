#include "credentials/jwt_proof.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "credentials/named_values.h"
#include "wrap/openssl.h"

namespace nhiscan {
namespace {

constexpr std::size_t kShortestSecret = 6;
// More is no token that anybody sends; each secret that is tried costs a pass over it.
constexpr std::size_t kLongestSigned = 16UL * 1024;

const EVP_MD* digest_of_algorithm(std::string_view algorithm) {
  if (algorithm == "HS256") return EVP_sha256();
  if (algorithm == "HS384") return EVP_sha384();
  return algorithm == "HS512" ? EVP_sha512() : nullptr;
}

}  // namespace

JwtSigner signer_of(std::string_view token, std::string_view algorithm, std::string_view nearby) {
  // jwt.io, RFC 7515 tutorials, and the getting-started pages of the common libraries.
  static constexpr auto kSamples = std::to_array<std::string_view>(
      {"secret", "your-256-bit-secret", "your-384-bit-secret", "your-512-bit-secret",
       "a-string-secret-at-least-256-bits-long", "placeholder", "changeme", "password", "key",
       "jwt-secret", "jwt_secret", "my-secret", "mysecret", "supersecret", "secretkey",
       "secret-key", "test", "shhhhh"});
  const EVP_MD* digest = digest_of_algorithm(algorithm);
  const auto dot = token.rfind('.');
  if (digest == nullptr || dot == std::string_view::npos || dot > kLongestSigned)
    return JwtSigner::issuer;
  const auto covered = token.substr(0, dot);
  const auto signature = decode_base64(token.substr(dot + 1));
  if (!signature || signature->empty()) return JwtSigner::issuer;
  const auto signs = [&](std::string_view secret) {
    return hmac(secret, covered, digest) == *signature;
  };
  if (std::ranges::any_of(kSamples, signs)) return JwtSigner::anybody;
  return std::ranges::any_of(named_values(nearby, "secret", kShortestSecret), signs)
             ? JwtSigner::neighbour
             : JwtSigner::issuer;
}

}  // namespace nhiscan
