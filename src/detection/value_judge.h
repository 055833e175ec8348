#pragma once

#include <string_view>

namespace nhiscan {

/// What a free-form value turns out to be. `credible` is a leaked secret, `doubtful` may be one:
/// made up, or a default that everybody knows; `encrypted` is a sealed one.
enum class ValueKind { credible, doubtful, placeholder, reference, code, identifier, encrypted };

/// How a free-form value stands in its file. All views outlive the call only.
struct ValueContext {
  std::string_view key;  ///< the identifier it is assigned to; empty for a password found by its
                         ///< own syntax (URL, netrc)
  bool quoted = false;   ///< it stood in quotes; without a key it makes no difference
  std::string_view
      path;  ///< the file; its extension decides whether an unquoted value is an expression
  std::string_view rest;  ///< what follows the value, its closing quote first
  std::string_view user;  ///< whose password it is, where its syntax says so
};

/// How a value reads to a person. Quotes and surrounding blanks are not part of `value`.
ValueKind judge_value(std::string_view value, const ValueContext& context);

/// Whether the value stands where a password does, which people choose; tokens are random.
bool holds_password(const ValueContext& context);

/// True for values that no provider would issue: runs, counts, "your-api-key-here", "changeme",
/// "<token>", "***". Asked of every rule's findings, so a value that merely holds a word such as
/// "test" or "example" passes.
bool is_placeholder(std::string_view value);

/// Shannon entropy in bits per byte; 0 for an empty value.
double shannon_entropy(std::string_view value);

}  // namespace nhiscan
