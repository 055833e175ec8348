#pragma once

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "wrap/handle.h"

namespace nhiscan {

using PcreCode = Handle<pcre2_code, pcre2_code_free>;
using PcreMatchData = Handle<pcre2_match_data, pcre2_match_data_free>;
using PcreMatchContext = Handle<pcre2_match_context, pcre2_match_context_free>;
using PcreJitStack = Handle<pcre2_jit_stack, pcre2_jit_stack_free>;

}  // namespace nhiscan
