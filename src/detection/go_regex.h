#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "nhiscan/result.h"

// Regular expressions of Go (RE2 syntax, https://github.com/google/re2/wiki/Syntax), as the rule
// files of other scanners have them.
namespace nhiscan {

/// A part of an expression. Flags are resolved: what a part matches doesn't depend on where it
/// stands.
struct GoRegex {
  enum class Type : std::uint8_t { set, assertion, concat, alternate, repeat, group };
  static constexpr unsigned kForever = std::numeric_limits<unsigned>::max();

  Type type = Type::concat;
  std::vector<std::pair<char32_t, char32_t>> ranges;  ///< of a set: code points
  std::string classes;                                ///< of a set: `\p{Greek}`, as PCRE2 has it
  bool negated = false;                               ///< of a set
  std::string text;                                   ///< of an assertion, in PCRE2's syntax
  unsigned least = 1;                                 ///< of a repeat
  unsigned most = 1;                                  ///< of a repeat
  bool lazy = false;                                  ///< of a repeat
  bool captures = false;                              ///< of a group
  std::string name;                                   ///< of a group; empty: none
  std::vector<GoRegex> parts;
};

/// Fails with what is wrong and where. Letters outside ASCII have no other case.
Result<GoRegex> parse_go_regex(std::string_view text);

/// The same expression for PCRE2, on UTF-8.
std::string to_pcre2(const GoRegex& regex);

/// How many groups capture.
std::size_t capture_count(const GoRegex& regex);

/// What Hyperscan, which reads bytes, looks for in place of the expression: each match of the
/// expression holds a match of `expression`, which begins at most `lead` bytes after its start.
struct DerivedAnchor {
  std::string expression;  ///< empty: nothing in the regex is rare and narrow enough
  std::size_t lead = 0;    ///< bytes
};

DerivedAnchor derive_anchor(const GoRegex& regex);

}  // namespace nhiscan
