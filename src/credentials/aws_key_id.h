#pragma once

#include <string>
#include <string_view>

namespace nhiscan {

/// The account, 12 digits, that an access key id or another unique id of 20 characters holds; empty
/// where it holds none (ids issued before 2019).
std::string account_of_aws_key(std::string_view id);

}  // namespace nhiscan
