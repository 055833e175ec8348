#pragma once

// toml++, which asserts (or where the compiler can, assumes) things of a text that aren't so of a
// broken one: a key after `[[[`. It reports an error right behind such a check, so the checks go.
#pragma push_macro("NDEBUG")
#undef NDEBUG
#define TOML_ASSERT(expression) static_assert(true)
#include <toml++/toml.h>
#pragma pop_macro("NDEBUG")
