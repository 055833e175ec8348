#pragma once

namespace nhiscan {
inline constexpr const char* kVersion = "0.1.0";
}  // namespace nhiscan
