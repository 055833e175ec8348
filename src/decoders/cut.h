#pragma once

#include <cstddef>
#include <string_view>

namespace nhiscan {

/// Whether a run of digits in the line before may go on in the line that begins at `line`.
bool may_digits_go_on(std::string_view text, std::size_t line);

/// Whether an escape at the end of the line before may take in the line end at `line`.
bool may_escape_go_on(std::string_view text, std::size_t line);

/// Whether a list of numbers or a dump of the lines before may go on in the line at `line`.
bool may_numbers_go_on(std::string_view text, std::size_t line);

/// Whether a private key in PEM whose lines are apart may go on in the line at `line`.
bool may_pem_go_on(std::string_view text, std::size_t line);

/// Whether decoders of windows find in the text as much as in the lines before `line` and in those
/// from there on, each on their own.
inline bool may_cut(std::string_view text, std::size_t line) {
  return !may_escape_go_on(text, line) && !may_digits_go_on(text, line) &&
         !may_numbers_go_on(text, line) && !may_pem_go_on(text, line);
}

}  // namespace nhiscan
