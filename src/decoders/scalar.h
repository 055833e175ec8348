#pragma once

#include "decoders/text_builder.h"
#include "decoders/value_tree.h"

namespace nhiscan {

/// What a value stands for in configuration files: YAML 1.2 (chapters 7 and 8: escapes, line
/// folding, indentation), TOML 1.0 ("String"), Java properties (class Properties, "load"), XML 1.0
/// (section 4.6; no other entity is known, and none is expanded). What isn't understood stays as it
/// is.
void decode_scalar(ValueTree::Spelling spelling, Span span, TextBuilder& out);

}  // namespace nhiscan
