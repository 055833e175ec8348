#pragma once

#include <openssl/evp.h>

#include <string>
#include <string_view>

#include "wrap/handle.h"

namespace nhiscan {

/// A hash of bytes that come part by part.
class RunningDigest {
 public:
  enum class Algorithm { sha1, sha256 };

  explicit RunningDigest(Algorithm algorithm);

  void add(std::string_view bytes);
  /// 20 or 32 bytes; nothing can be added then.
  std::string finish();

 private:
  Handle<EVP_MD_CTX, EVP_MD_CTX_free> context_;
};

/// SHA-256, 32 bytes.
std::string sha256(std::string_view data);

/// HMAC-SHA-256 (RFC 2104), 32 bytes.
std::string hmac_sha256(std::string_view key, std::string_view data);

/// scrypt (RFC 7914) with N = 4096, r = 8, p = 1: 32 bytes, for 4 MiB of memory and about 10 ms.
std::string scrypt(std::string_view secret, std::string_view salt);

}  // namespace nhiscan
