#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nhiscan {

inline constexpr std::size_t kMaxJsonBytes = std::size_t{1} << 20;

/// Foreign JSON. Nothing where it isn't valid, is above 1 MiB, or nests deeper than 64. Of equal
/// keys the last one counts.
std::optional<nlohmann::json> parse_json(std::string_view text);

/// The string member of that name; empty where there is none. A number is written out.
std::string text_of(const nlohmann::json& object, std::string_view name);

/// The member object of that name, or null.
const nlohmann::json* object_of(const nlohmann::json& object, std::string_view name);

/// The words of a string that blanks separate, or the strings of an array (at most 1000).
std::vector<std::string> words_at(const nlohmann::json& object, std::string_view name);

/// A NumericDate (RFC 7519, section 2): seconds since the epoch. Milliseconds are recognised by
/// their size, digits in a string read.
std::optional<std::int64_t> time_of(const nlohmann::json& object, std::string_view name);

}  // namespace nhiscan
