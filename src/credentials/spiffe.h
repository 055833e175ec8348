#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nhiscan {

struct SpiffeId {
  std::string trust_domain;
  std::string path;  ///< with its first slash; empty for a trust domain's own id
};

/// Reads an id by the grammar of SPIFFE-ID.md, section 2. Nothing where it isn't one.
std::optional<SpiffeId> parse_spiffe_id(std::string_view text);

}  // namespace nhiscan
