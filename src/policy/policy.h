#pragma once

#include <set>
#include <string>

#include "nhiscan/finding.h"
#include "nhiscan/identity.h"

namespace nhiscan {

/// What the policies say of a whole inventory.
struct Verdict {
  std::size_t failed = 0;  ///< identities with a failed policy
  std::size_t warned = 0;
};

/// Judges each identity by the built-in policies and records every result that is not a pass in
/// `Identity::policy`. `known` are ids of findings that a baseline knows: that all secrets of an
/// identity are known is a warning in place of a failure.
Verdict evaluate(Inventory& inventory, const std::set<std::string>& known = {});

/// A value that is sealed or kept elsewhere is no leak and fails no run. A hash or a locked key,
/// found by its own form, can be guessed offline.
bool fails_run(const Finding& finding);

}  // namespace nhiscan
