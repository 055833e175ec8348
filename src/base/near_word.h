#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace nhiscan {

/// The candidate that a mistyped word was probably meant to be: one that it begins, else one that a
/// letter or two (of three each one at most) turn it into. The first of equals; nothing where none
/// is near.
std::optional<std::string> nearest_word(std::string_view word,
                                        std::span<const std::string> candidates);

/// `; did you mean 'WORD'?`, or nothing.
std::string did_you_mean(std::string_view typed, std::span<const std::string_view> words);

}  // namespace nhiscan
