#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nhiscan {

/// The parts of `text` between separators; at most `limit`, of which the last then holds the rest.
std::vector<std::string_view> split(std::string_view text, char separator,
                                    std::size_t limit = 1000);

/// The text between the first `before` and the next `after` (or the end, if there is none); empty
/// without `before`.
std::string_view between(std::string_view text, std::string_view before, std::string_view after);

bool is_digits(std::string_view text);

/// Percent escapes resolved; those that aren't valid stay.
std::string decode_percent(std::string_view text);

/// `scheme://[user@]host[:port]/path`. Views into the text; nothing without `://`.
struct Url {
  std::string_view scheme;
  std::string_view user;  ///< with the password, where there is one
  std::string_view host;  ///< without port
  std::string_view path;  ///< without its first slash, query or fragment
};
Url parse_url(std::string_view text);

}  // namespace nhiscan
