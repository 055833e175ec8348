#include "declarations/lifetimes.h"

#include <algorithm>
#include <charconv>

namespace nhiscan {

namespace {

std::optional<std::int64_t> unit_seconds(std::string_view unit) {
  if (unit == "h") return 3600;
  if (unit == "m") return 60;
  if (unit == "s") return 1;
  if (unit == "ms" || unit == "us" || unit == "µs" || unit == "ns") return 0;
  return std::nullopt;
}

}  // namespace

LifetimeClass lifetime_class_of(std::int64_t seconds) {
  constexpr std::int64_t kHour = 3600;
  constexpr std::int64_t kDay = 24 * kHour;
  if (seconds <= kHour) return LifetimeClass::ephemeral;
  if (seconds <= kDay) return LifetimeClass::short_lived;
  if (seconds <= 90 * kDay) return LifetimeClass::bounded;
  return LifetimeClass::long_lived;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

std::optional<std::int64_t> go_duration(std::string_view text) {
  static constexpr std::string_view kDigits = "0123456789.";
  constexpr std::int64_t kMostOfUnit = 1'000'000'000;
  std::int64_t seconds = 0;
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    const std::size_t unit_at = std::min(text.find_first_not_of(kDigits), text.size());
    const std::string_view digits = text.substr(0, unit_at);
    text.remove_prefix(unit_at);
    const std::size_t unit_end = std::min(text.find_first_of(kDigits), text.size());
    const auto unit = unit_seconds(text.substr(0, unit_end));
    const auto count = whole_number(digits.substr(0, digits.find('.')));
    if (!unit || !count || *count > kMostOfUnit) return std::nullopt;
    seconds += *count * *unit;
    if (seconds > kMostOfUnit * 100) return std::nullopt;
    text.remove_prefix(unit_end);
  }
  return seconds;
}

}  // namespace nhiscan
