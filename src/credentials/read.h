#pragma once

#include <cstdint>
#include <string_view>

#include "nhiscan/finding.h"

namespace nhiscan {

/// Fills `finding` with what its secret says of itself, offline: checksum, decoded facts, lifetime,
/// scope, target, issuer, kind. `document` is the text that the secret was found in, `secret` its
/// span there; `now` is in seconds since the epoch, UTC. Without a rule nothing happens. No secret
/// bytes are stored in the facts. A secret that can't be read leaves the rule's word.
void read_credential(Finding& finding, std::string_view document, Span secret, std::int64_t now);

/// Whether a rule's `decode` names a reader, and tells it something that it understands.
bool knows_reader(std::string_view decode);

}  // namespace nhiscan
