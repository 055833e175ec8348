#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

// ASCII helpers of the value judge. Words and affixes are given in lower case and compared without
// regard to case.

namespace nhiscan::value_text {

using Words = std::span<const std::string_view>;

constexpr auto npos = std::string_view::npos;

constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_letter(char c) { return is_upper(c) || is_lower(c); }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_alnum(char c) { return is_letter(c) || is_digit(c); }
constexpr bool is_name_char(char c) { return is_alnum(c) || c == '_'; }
constexpr char lower(char c) { return is_upper(c) ? static_cast<char>(c | 0x20) : c; }
constexpr bool is_hex(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f'); }

inline bool all(std::string_view text, bool (*test)(char)) {
  return std::ranges::all_of(text, test);
}
inline bool any(std::string_view text, bool (*test)(char)) {
  return std::ranges::any_of(text, test);
}

inline bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

inline bool begins_with(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && equal_ignoring_case(text.substr(0, prefix.size()), prefix);
}

inline bool ends_with(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() &&
         equal_ignoring_case(text.substr(text.size() - suffix.size()), suffix);
}

inline bool contains(std::string_view text, std::string_view part) {
  // Not std::ranges::search: clang 14 can't compile the subrange of libstdc++ 12.
  const auto same = [](char a, char b) { return lower(a) == b; };
  return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

inline bool is_one_of(std::string_view text, Words words) {
  return std::ranges::any_of(words, [&](auto word) { return equal_ignoring_case(text, word); });
}

inline bool begins_with_one_of(std::string_view text, Words words) {
  return std::ranges::any_of(words, [&](auto word) { return begins_with(text, word); });
}

inline bool ends_with_one_of(std::string_view text, Words words) {
  return std::ranges::any_of(words, [&](auto word) { return ends_with(text, word); });
}

inline bool contains_one_of(std::string_view text, Words words) {
  std::string lowered(text);
  std::ranges::transform(lowered, lowered.begin(), lower);
  return std::ranges::any_of(words, [&](auto word) { return lowered.find(word) != npos; });
}

}  // namespace nhiscan::value_text
