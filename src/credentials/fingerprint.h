#pragma once

#include <string>
#include <string_view>

#include "nhiscan/kinds.h"

namespace nhiscan {

/// Keys every fingerprint where the settings name no salt of their own.
inline constexpr std::string_view kPublicSalt = "nhiscan-public-salt-1";

/// The stable id of a secret: HMAC-SHA-256 under `salt` of kind and normalised secret, the first 26
/// characters of its base32. Normalised: without the blanks, line ends and escaped line ends of PEM
/// bodies, so that one key in two layouts is one identity.
std::string fingerprint(std::string_view salt, Kind kind, std::string_view secret);

/// The secret as fingerprints see it: a PEM block is the same however it is broken into lines and
/// string literals.
std::string normalised_secret(std::string_view secret);

/// As slow to compute as scrypt, for a secret that could be guessed from its fingerprint:
/// `own_salt` is any text that stands beside it. As long as a fingerprint.
std::string slow_fingerprint(std::string_view salt, std::string_view own_salt, Kind kind,
                             std::string_view secret);

/// The fingerprint of something that is not secret, such as the name of a declared principal.
std::string name_fingerprint(std::string_view salt, std::string_view name);

}  // namespace nhiscan
