#pragma once

#include <string_view>

#include "nhiscan/finding.h"

// Passwords that everybody knows: they open something only where nobody has changed them.
namespace nhiscan {

/// Whether `value` is made of the names of products and accounts and of such words as "secret",
/// where one of them names a product or says that it is a sample also of a short count: "root",
/// "supersecret", "minio123", "demo1". Any case. The same in base64.
bool is_stock_password(std::string_view value);

/// Whether the same text stands near `value` as the name of a user or a database, a short count at
/// the end of `value` left out. Any case.
bool is_users_name(std::string_view text, Span value);

/// Whether the same text stands near `value` as a part of another name, `ca.acme.io` or
/// `'acme'@'%'`, a short count at the end of `value` left out. Any case.
bool is_in_name_near(std::string_view text, Span value);

/// Whether `value`, a short count at its end left out, is a word of `path`. Any case.
bool is_named_in_path(std::string_view value, std::string_view path);

/// How far round the value these look.
inline constexpr std::size_t kUserBefore = 160;
inline constexpr std::size_t kUserBehind = 64;

}  // namespace nhiscan
