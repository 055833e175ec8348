#pragma once

#include <string_view>

namespace nhiscan {

/// Whether a reader of its format may find more in a configuration file than its text shows: the
/// name of a secret stands there as a value, over something nested, or before a value that is
/// written another way than it is meant. A pass over the text that costs a fraction of looking for
/// secrets in it.
bool has_config_hint(std::string_view text);

}  // namespace nhiscan
