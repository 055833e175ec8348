#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nhiscan {

/// SHA-1 and SHA-256, in hex, of a secret and of what another scanner may have taken for the secret
/// in its place: the password in a URL, a value without its quotes, the label of a PEM block. A
/// secret of many parts gives those of the first.
std::vector<std::string> digests_of_parts(std::string_view secret);

}  // namespace nhiscan
