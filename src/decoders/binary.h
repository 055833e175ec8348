#pragma once

#include <cstddef>
#include <string_view>

namespace nhiscan {

/// How much of a blob decides whether it is text, in bytes.
inline constexpr std::size_t kBinaryHead = 8UL * 1024;

/// Whether the name alone says that a file holds no text: images, sound, video, fonts, compiled
/// code, archives that nothing here unpacks.
bool is_binary_name(std::string_view path);

/// Whether the head of `bytes` holds a NUL.
bool is_binary(std::string_view bytes);

}  // namespace nhiscan
