#pragma once

#include <string>

namespace nhiscan {

/// What the system says of an error number: "No such file or directory".
std::string describe_error(int number);

}  // namespace nhiscan
