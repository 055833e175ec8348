#pragma once

#include <string_view>
#include <vector>

#include "detection/value_text.h"
#include "nhiscan/finding.h"

// Which words of a key say what its value is, and which say whose it is.
namespace nhiscan {

/// What an identifier may be made of in one format or another.
inline bool is_key_char(char c) { return value_text::is_name_char(c) || c == '-' || c == '.'; }

/// The words of an identifier or of several, as spans of it: parts between other characters, split
/// where camel case begins a new one.
std::vector<Span> words_of(std::string_view text);

/// Whether `word` may stand in anybody's key; any case.
bool is_plain_word(std::string_view word);

/// The part of an identifier that names somebody: the words before the stem that says what the
/// value is, without the plain ones at their beginning. "atera" of `MY_ATERA_API_KEY`; nothing of
/// `SESSION_SECRET`, and nothing without a stem.
std::string_view name_in(std::string_view text);

}  // namespace nhiscan
