#pragma once

#include <string_view>

#include "detection/match.h"

namespace nhiscan {

/// Whether what a rule for free-form values found in a log is what logs are full of: the id of a
/// request, trace or record, a digest, or the name of something. `text` is what the match is of.
bool is_log_noise(std::string_view text, const Match& match);

}  // namespace nhiscan
