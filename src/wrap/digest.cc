#include "wrap/digest.h"

#include <openssl/hmac.h>

#include <array>
#include <cstdint>
#include <stdexcept>

namespace nhiscan {
namespace {

using Digest = std::array<unsigned char, EVP_MAX_MD_SIZE>;

std::string bytes_of(const Digest& digest, unsigned size) {
  return {reinterpret_cast<const char*>(digest.data()), size};
}

}  // namespace

RunningDigest::RunningDigest(Algorithm algorithm) : context_(EVP_MD_CTX_new()) {
  const EVP_MD* kind = algorithm == Algorithm::sha1 ? EVP_sha1() : EVP_sha256();
  if (!context_ || EVP_DigestInit_ex(context_.get(), kind, nullptr) != 1)
    throw std::runtime_error("SHA-1 or SHA-256 is not available");
}

void RunningDigest::add(std::string_view bytes) {
  EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size());
}

std::string RunningDigest::finish() {
  Digest digest{};
  unsigned size = 0;
  EVP_DigestFinal_ex(context_.get(), digest.data(), &size);
  return bytes_of(digest, size);
}

std::string sha256(std::string_view data) {
  Digest digest{};
  unsigned size = 0;
  if (EVP_Digest(data.data(), data.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("SHA-256 is not available");
  return bytes_of(digest, size);
}

std::string hmac_sha256(std::string_view key, std::string_view data) {
  Digest digest{};
  unsigned size = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(data.data());
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes, data.size(),
           digest.data(), &size) == nullptr)
    throw std::runtime_error("HMAC-SHA-256 is not available");
  return bytes_of(digest, size);
}

std::string scrypt(std::string_view secret, std::string_view salt) {
  constexpr std::uint64_t kCost = 4096;
  constexpr std::uint64_t kBlockSize = 8;
  constexpr std::uint64_t kMostMemory = 16UL * 1024 * 1024;
  std::array<unsigned char, 32> key{};
  if (EVP_PBE_scrypt(secret.data(), secret.size(),
                     reinterpret_cast<const unsigned char*>(salt.data()), salt.size(), kCost,
                     kBlockSize, 1, kMostMemory, key.data(), key.size()) != 1)
    throw std::runtime_error("scrypt is not available");
  return {reinterpret_cast<const char*>(key.data()), key.size()};
}

}  // namespace nhiscan
