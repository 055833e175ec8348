#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nhiscan/result.h"

namespace nhiscan {

/// What a JSON Web Token says of itself. Times are seconds since the epoch, UTC; texts are empty
/// where a claim is missing.
// NOLINTNEXTLINE(bugprone-exception-escape): the destructor of nlohmann::json may allocate.
struct Claims {
  std::string algorithm;
  std::string type;                ///< `typ` of the header
  std::string key_id;              ///< `kid`
  std::string encryption;          ///< `enc`, of an encrypted token
  bool encrypted = false;          ///< JWE: five parts, only the header is readable
  std::size_t signature_size = 0;  ///< characters of the third part
  std::string issuer;
  std::string subject;
  std::vector<std::string> audience;
  std::string client;  ///< `azp`, `client_id`, `appid` or `cid`
  std::string token_id;
  std::string email;
  std::string user;   ///< `preferred_username`, `upn`, `unique_name` or `username`
  std::string actor;  ///< `act.sub` (RFC 8693, section 4.1)
  std::optional<std::int64_t> issued;
  std::optional<std::int64_t> not_before;
  std::optional<std::int64_t> expires;
  std::vector<std::string>
      scopes;  ///< `scope`, `scp`, `scopes`, `roles` and `permissions`, in this order
  nlohmann::json header;
  nlohmann::json payload;
};

/// Decodes the header and claims of a JWT; its signature isn't checked.
/// `token` is two or three base64url parts joined by dots (RFC 7519, section 3), or the five of a
/// JWE (RFC 7516, section 3.1), whose claims stay closed. Fails if a part is missing or isn't a
/// JSON object.
Result<Claims> decode_jwt(std::string_view token);

/// Whether the signature has the length that the algorithm gives it; nothing for RSA, whose keys
/// differ, and for unknown ones.
std::optional<bool> signature_fits(const Claims& claims);

}  // namespace nhiscan
