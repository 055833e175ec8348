#pragma once

#include "nhiscan/identity.h"

namespace nhiscan {

/// What the policies say of a whole inventory.
struct Verdict {
  std::size_t failed = 0;  ///< identities with a failed policy
  std::size_t warned = 0;
};

/// Judges each identity by the built-in policies and records every result that is not a pass in
/// `Identity::policy`.
Verdict evaluate(Inventory& inventory);

}  // namespace nhiscan
