#pragma once

#include <string_view>

namespace nhiscan {

/// True if `key` names a credential whose provider issues it in one form only, and `value` hasn't
/// that form: it is cut off, made up, or something else.
bool breaks_known_form(std::string_view key, std::string_view value);

}  // namespace nhiscan
