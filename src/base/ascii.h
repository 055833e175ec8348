#pragma once

#include <string>
#include <string_view>

namespace nhiscan {

/// Text for a terminal that shows no UTF-8, as many columns wide as before: dots, arrows and the
/// like become what looks like them, every other character outside ASCII `?` for each column.
std::string to_ascii(std::string_view utf8);

}  // namespace nhiscan
