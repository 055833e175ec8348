#include "base/system_error.h"

#include <system_error>

namespace nhiscan {

std::string describe_error(int number) { return std::generic_category().message(number); }

}  // namespace nhiscan
