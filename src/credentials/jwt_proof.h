#pragma once

#include <string_view>

namespace nhiscan {

/// Who else can sign like the issuer of a JWT with an HMAC (RFC 7518, section 3.2).
enum class JwtSigner { issuer, neighbour, anybody };

/// `neighbour`: a secret in `nearby` signs `token`, so whoever reads both can sign more; `anybody`:
/// it is signed with one of the secrets that manuals and code samples use. `issuer` where neither
/// is so, or the algorithm is another.
JwtSigner signer_of(std::string_view token, std::string_view algorithm, std::string_view nearby);

}  // namespace nhiscan
