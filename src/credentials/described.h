#pragma once

#include <string_view>

// What a rule's `decode` may say behind the names of the readers that take an argument.
namespace nhiscan {

/// Templates (template.h) with blanks between: the first that fits is read.
bool is_template_list(std::string_view argument);

/// `fact=path` or `fact:type=path` with blanks between. A path is names with dots between.
bool is_json_fact_list(std::string_view argument);

}  // namespace nhiscan
