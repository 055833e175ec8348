#pragma once

#include <hs.h>

#include "wrap/handle.h"

namespace nhiscan {

using HsDatabase = Handle<hs_database_t, hs_free_database>;
/// One that several threads scan with.
using SharedDatabase = std::shared_ptr<const hs_database_t>;
using HsScratch = Handle<hs_scratch_t, hs_free_scratch>;
using HsCompileError = Handle<hs_compile_error_t, hs_free_compile_error>;

}  // namespace nhiscan
