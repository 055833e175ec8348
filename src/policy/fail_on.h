#pragma once

#include <string_view>

#include "nhiscan/result.h"
#include "policy/finding_field.h"

namespace nhiscan {

/// Reads an expression over the fields of a finding, such as `severity>=high && new`:
///
///     any   = all { "||" all }
///     all   = one { "&&" one }
///     one   = "!" one | "(" any ")" | FIELD | FIELD HOW VALUE
///     HOW   = "==" | "!=" | "<" | "<=" | ">" | ">="
///     VALUE = letters, digits, and any of . _ - * ? / | text in quotes, single or double
///
/// An error names the column, counted in bytes from 1, and what would be right there.
Result<Condition> parse_fail_on(std::string_view text);

}  // namespace nhiscan
