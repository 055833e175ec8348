#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "nhiscan/result.h"

namespace nhiscan {

/// The bytes at the start of `data` that are one EWAH bitmap as git writes it (gitformat-bitmap,
/// "Appendix A"). Fails where it is cut off.
Result<std::string_view> take_ewah(std::string_view& data);

/// The bits of such a bitmap, `count` in all. Fails where it is damaged or sets bits beyond them.
Result<std::vector<bool>> read_ewah(std::string_view bitmap, std::size_t count);

}  // namespace nhiscan
