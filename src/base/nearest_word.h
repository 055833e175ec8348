#pragma once

#include <span>
#include <string>
#include <string_view>

namespace nhiscan {

/// The word that `typed` was probably meant to be: at most a third of its letters away, counted in
/// letters that are added, left out, changed or swapped with their neighbour; empty where none is.
std::string_view nearest_word(std::string_view typed, std::span<const std::string_view> words);

/// `; did you mean 'WORD'?`, or nothing.
std::string did_you_mean(std::string_view typed, std::span<const std::string_view> words);

}  // namespace nhiscan
