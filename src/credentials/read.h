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

/// Whether `name` is a reader that a rule's `decode` may name.
bool knows_reader(std::string_view name);

}  // namespace nhiscan
