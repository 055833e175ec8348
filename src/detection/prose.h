#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "detection/match.h"

namespace nhiscan {

/// Whether what stands at `at` is written for people: in a comment, or in one of Python's texts
/// that document (`"""…"""` as a statement, `EXAMPLES = r'''…'''`). `path` tells the language.
/// Looks at one line, at 4 KB before for a comment that goes over lines, at 256 KB for a docstring.
bool stands_in_prose(std::string_view text, std::string_view path, std::size_t at);

/// Lowers the confidence of matches that only their surroundings call secrets, and of sealed ones,
/// where prose holds them: there they are samples more often than not.
void doubt_prose(std::vector<Match>& matches, std::string_view text, std::string_view path);

}  // namespace nhiscan
