#pragma once

#include <vector>

#include "decoders/unpacker.h"
#include "nhiscan/finding.h"

namespace nhiscan {

/// Where what stands at `span` of the layer's window is seen: all of a location but root, path and
/// blob id.
Location locate(const Layer& layer, Span span);

/// Whether it begins in the part of each window that is this window's to report.
bool is_owned(const Layer& layer, Span span);

/// Whether a comment allows it, beside it or beside its encoded form.
bool is_allowed(const Layer& layer, Span span);

/// Of findings of one blob: a secret that is found in a text and again in what is decoded from the
/// same bytes becomes one finding, with all that is known of the place.
void join_twins(std::vector<Finding>& findings);

}  // namespace nhiscan
