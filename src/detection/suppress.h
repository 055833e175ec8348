#pragma once

#include <string_view>
#include <vector>

#include "detection/match.h"

namespace nhiscan {

/// Says whether a comment on the secret's lines, or one for the next line on the line before,
/// allows it: `nhiscan:allow` or what the peers read (`gitleaks:allow`, `pragma: allowlist secret`,
/// …).
bool allowed_by_comment(std::string_view text, Span secret);

/// Where secrets overlap keeps the most specific match: higher priority, then longer secret, then
/// id. Leaves them sorted by secret.
void resolve_overlaps(std::vector<Match>& matches);

}  // namespace nhiscan
