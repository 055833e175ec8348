#include "base/time.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <system_error>

namespace nhiscan {
namespace {

constexpr std::int64_t kFirstSecond = -377705116800;  // -9999-01-01T00:00:00Z
constexpr std::int64_t kLastSecond = 253402300799;    // 9999-12-31T23:59:59Z
constexpr std::int64_t kSecondsPerDay = 86400;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string padded(int value, std::size_t digits) {
  const std::string text = std::to_string(value);
  return std::string(digits - std::min(digits, text.size()), '0') + text;
}

std::chrono::sys_seconds clamped(std::int64_t seconds) {
  return std::chrono::sys_seconds(
      std::chrono::seconds(std::clamp(seconds, kFirstSecond, kLastSecond)));
}

std::string date_text(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  const int year = static_cast<int>(date.year());
  return (year < 0 ? "-" : "") + padded(std::abs(year), 4) + "-" +
         padded(static_cast<int>(static_cast<unsigned>(date.month())), 2) + "-" +
         padded(static_cast<int>(static_cast<unsigned>(date.day())), 2);
}

/// Takes text from the front of a view, remembering whether everything asked for was there.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

  int digits(std::size_t count) {
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (i >= rest_.size() || !is_digit(rest_[i])) {
        good_ = false;
        return 0;
      }
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }

  /// The next character if it is one of `choices`, which is then taken; else 0.
  char take(std::string_view choices) {
    if (rest_.empty() || choices.find(rest_.front()) == std::string_view::npos) return 0;
    const char taken = rest_.front();
    rest_.remove_prefix(1);
    return taken;
  }

  void need(std::string_view choices) { good_ = take(choices) != 0 && good_; }

 private:
  std::string_view rest_;
  bool good_ = true;
};

std::optional<std::int64_t> parse_seconds(std::string_view text) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

/// Seconds at midnight of the date at the front.
std::optional<std::int64_t> read_date(Reader& reader) {
  const int sign = reader.take("-") != 0 ? -1 : 1;
  const std::chrono::year year(sign * reader.digits(4));
  reader.need("-");
  const std::chrono::month month(static_cast<unsigned>(reader.digits(2)));
  reader.need("-");
  const std::chrono::day day(static_cast<unsigned>(reader.digits(2)));
  const std::chrono::year_month_day date(year, month, day);
  if (!reader.good() || !date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count() * kSecondsPerDay;
}

/// Seconds since midnight of the time at the front, without its zone.
std::optional<std::int64_t> read_time_of_day(Reader& reader) {
  const int hour = reader.digits(2);
  reader.need(":");
  const int minute = reader.digits(2);
  reader.need(":");
  const int second = reader.digits(2);
  if (reader.take(".") != 0) {
    reader.digits(1);
    while (reader.take("0123456789") != 0) {
    }
  }
  constexpr int kLeapSecond = 60;
  if (!reader.good() || hour > 23 || minute > 59 || second > kLeapSecond) return std::nullopt;
  return hour * 3600 + minute * 60 + second;
}

/// Seconds that the zone at the front is ahead of UTC.
std::optional<std::int64_t> read_zone(Reader& reader) {
  if (reader.take("Zz") != 0) return 0;
  const char sign = reader.take("+-");
  const int hour = reader.digits(2);
  reader.need(":");
  const int minute = reader.digits(2);
  if (sign == 0 || !reader.good() || hour > 23 || minute > 59) return std::nullopt;
  return (sign == '-' ? -1 : 1) * (hour * 3600 + minute * 60);
}

}  // namespace

std::string format_rfc3339(std::int64_t seconds) {
  const std::chrono::sys_seconds time = clamped(seconds);
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::hh_mm_ss clock(time - day);
  return date_text(day) + "T" + padded(static_cast<int>(clock.hours().count()), 2) + ":" +
         padded(static_cast<int>(clock.minutes().count()), 2) + ":" +
         padded(static_cast<int>(clock.seconds().count()), 2) + "Z";
}

std::string format_date(std::int64_t seconds) {
  return date_text(std::chrono::floor<std::chrono::days>(clamped(seconds)));
}

std::optional<std::int64_t> parse_rfc3339(std::string_view text) {
  if (const auto seconds = parse_seconds(text)) return seconds;
  Reader reader(text);
  const auto midnight = read_date(reader);
  if (!midnight || reader.at_end()) return midnight;
  reader.need("Tt ");
  const auto time_of_day = read_time_of_day(reader);
  if (!time_of_day) return std::nullopt;
  const auto ahead = read_zone(reader);
  if (!ahead || !reader.at_end()) return std::nullopt;
  return *midnight + *time_of_day - *ahead;
}

}  // namespace nhiscan
