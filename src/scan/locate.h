#pragma once

#include <utility>

#include "decoders/unpacker.h"
#include "nhiscan/finding.h"

namespace nhiscan {

/// The layer in whose lines what stands at `span` of this one is seen, and where it stands there.
std::pair<const Layer*, Span> seen_in(const Layer& layer, Span span);

/// Where what stands at `span` of the layer's window is seen: all of a location but root, path and
/// blob id.
Location locate(const Layer& layer, Span span);

/// Whether it begins in the part of each window that is this window's to report.
bool is_owned(const Layer& layer, Span span);

/// Whether a comment allows it, beside it or beside its encoded form.
bool is_allowed(const Layer& layer, Span span);

}  // namespace nhiscan
