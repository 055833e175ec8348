#pragma once

#include <cstddef>
#include <string>

#include "nhiscan/result.h"

namespace nhiscan {

/// All of standard input. Fails with the system's reason, or where there are more than `limit`
/// bytes.
Result<std::string> read_standard_input(std::size_t limit);

}  // namespace nhiscan
