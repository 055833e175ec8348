#pragma once

#include <string_view>

namespace nhiscan {

/// True if `letters`, taken as one word of any case, is spelt the way English words and program
/// identifiers are: few of its letter pairs are rare. Says yes to nearly all words, and to about
/// one in fifty random runs of ten letters. False for anything but ASCII letters, and for an empty
/// string.
bool is_wordlike(std::string_view letters);

/// True if `text` is made of words and nothing else: snake_case, kebab-case, camelCase, dotted
/// names, phrases. Up to three digits may stand behind the first letter (`sha256sum` and `base64`
/// are words too).
bool reads_as_words(std::string_view text);

/// The part of `text` that is made of words of three letters or more, 0 to 1. Random tokens stay
/// below one half.
double word_share(std::string_view text);

}  // namespace nhiscan
