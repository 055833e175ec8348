#pragma once

#include <string>
#include <string_view>

// How a file of some language says that a value comes from elsewhere, and how it says something to
// a reader: for the advice of `--format hook`.
namespace nhiscan {

/// What to write into a file in place of a secret.
struct StoreAdvice {
  std::string where;  ///< what to do with the secret, a few words
  std::string line;   ///< in the file's language; may be empty
};

/// `path`: of the file; its name decides the language. `key`: what the value is assigned to, or
/// empty. `fallback`: a name for the variable where there is no key (`stripe-secret-key`).
StoreAdvice store_advice(std::string_view path, std::string_view key, std::string_view fallback);

/// The comment that lets a secret be, and where it goes.
struct AllowComment {
  std::string text;                ///< empty where files of that name can't hold comments
  bool is_on_line_before = false;  ///< else at the end of the secret's line
};

AllowComment allow_comment(std::string_view path, std::string_view reason);

}  // namespace nhiscan
