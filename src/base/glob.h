#pragma once

#include <cstddef>
#include <string_view>

namespace nhiscan {

/// Whether a gitignore-style pattern matches the whole of `path` (git's wildmatch with WM_PATHNAME;
/// bytes, case-sensitive).
/// `*` any bytes but `/` · `?` one byte but `/` · `[a-z]`, `[!a]`, `[^a]`, `[[:digit:]]` one byte
/// of a set, never `/` · `\x` just x ·
/// `**/` at the start or after `/`: any number of directories · `/**` at the end: everything below
/// · other `**`: as `*`. A pattern with an unclosed set or a backslash at its end matches nothing.
/// Time is at most the product of the two lengths.
bool glob_match(std::string_view pattern, std::string_view path);

/// Whether `pattern` holds a byte that `glob_match` doesn't take literally.
bool is_glob(std::string_view pattern);

/// How many bytes at the start of `pattern` it takes literally.
std::size_t literal_prefix(std::string_view pattern);

}  // namespace nhiscan
