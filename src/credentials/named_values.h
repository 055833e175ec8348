#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace nhiscan {

/// What is assigned to names that end in `stem` (lower case, found in any case), with or without
/// `key` behind it: `masterKey: "x"`. At most 16, none shorter than `shortest`; views into `text`.
std::vector<std::string_view> named_values(std::string_view text, std::string_view stem,
                                           std::size_t shortest);

}  // namespace nhiscan
