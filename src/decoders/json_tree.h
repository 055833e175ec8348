#pragma once

#include <string_view>

#include "decoders/value_tree.h"
#include "nhiscan/result.h"

namespace nhiscan {

/// Reads JSON (RFC 8259), also with what JSON5 adds: comments, trailing commas, bare keys and
/// single quotes. Bare values aren't checked.
/// Fails, with the line, for what isn't that; for more than 1,000 levels, and four million values.
Result<ValueTree> read_json_tree(std::string_view text);

}  // namespace nhiscan
