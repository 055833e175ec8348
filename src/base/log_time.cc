#include "base/log_time.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "base/text.h"

namespace nhiscan {
namespace {

constexpr std::int64_t kDay = 86400;

constexpr bool is_decimal(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Takes the parts of a time from a place in a text on.
class TimeReader {
 public:
  TimeReader(std::string_view text, std::size_t at) : text_(text), at_(at) {}

  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] std::size_t offset() const { return at_; }
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  int number(std::size_t digits) {
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      if (!is_decimal(peek())) {
        good_ = false;
        return 0;
      }
      value = value * 10 + (text_[at_++] - '0');
    }
    return value;
  }

  bool take(std::string_view choices) {
    if (at_ >= text_.size() || choices.find(text_[at_]) == std::string_view::npos) return false;
    ++at_;
    return true;
  }
  void need(std::string_view choices) { good_ = take(choices) && good_; }

  /// 1 to 12; 0 where no name stands.
  int month_name() {
    constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
    if (text_.size() - at_ < 3) return 0;
    const std::size_t found = kMonths.find(text_.substr(at_, 3));
    if (found == std::string_view::npos || found % 3 != 0) return 0;
    at_ += 3;
    return static_cast<int>(found / 3) + 1;
  }

 private:
  std::string_view text_;
  std::size_t at_;
  bool good_ = true;
};

std::optional<std::int64_t> midnight_of(int year, int month, int day) {
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count() * kDay;
}

/// Of a day without its year: the last such day before `now`.
std::optional<std::int64_t> midnight_before(std::int64_t now, int month, int day) {
  const auto today =
      std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(now)));
  const int year = static_cast<int>(std::chrono::year_month_day(today).year());
  for (const int back : {0, 1, 2, 3, 4})  // a 29 February may be some years ago
    if (const auto midnight = midnight_of(year - back, month, day); midnight && *midnight <= now)
      return midnight;
  return std::nullopt;
}

/// `09:41:07`, with a fraction that is cut off.
std::optional<std::int64_t> read_clock(TimeReader& reader) {
  const int hour = reader.number(2);
  reader.need(":");
  const int minute = reader.number(2);
  reader.need(":");
  const int second = reader.number(2);
  if (!reader.good() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  if ((reader.peek() == '.' || reader.peek() == ',') && reader.take(".,"))
    while (reader.take("0123456789")) {
    }
  return hour * 3600 + minute * 60 + second;
}

/// Seconds ahead of UTC: `Z`, `+02:00`, ` -0700`; 0 where no zone stands.
std::int64_t read_offset(TimeReader reader) {
  reader.take(" ");
  const char sign = reader.peek();
  if (sign != '+' && sign != '-') return 0;
  reader.take("+-");
  const int hour = reader.number(2);
  reader.take(":");
  const int minute = reader.number(2);
  if (!reader.good() || hour > 23 || minute > 59) return 0;
  return (sign == '-' ? -1 : 1) * (hour * 3600 + minute * 60);
}

std::optional<std::int64_t> on_day(std::optional<std::int64_t> midnight, TimeReader& reader) {
  const auto clock = read_clock(reader);
  if (!midnight || !clock) return std::nullopt;
  return *midnight + *clock - read_offset(reader);
}

/// `2026-10-01T09:41:07Z`, `2026/10/01 09:41:07`, `20261001-09:41:07`.
std::optional<std::int64_t> read_iso(TimeReader reader) {
  const int year = reader.number(4);
  const bool is_apart = reader.take("-/.");
  const int month = reader.number(2);
  if (is_apart) reader.need("-/.");
  const int day = reader.number(2);
  reader.need("T t_-:");
  if (!reader.good()) return std::nullopt;
  return on_day(midnight_of(year, month, day), reader);
}

/// `01/Oct/2026:09:41:07 -0700` of access logs, `01 Oct 2026 09:41:07`.
std::optional<std::int64_t> read_access(TimeReader reader) {
  const int day = reader.number(2);
  reader.need("/ -");
  const int month = reader.month_name();
  reader.need("/ -");
  const int year = reader.number(4);
  reader.need(": ");
  if (!reader.good()) return std::nullopt;
  return on_day(midnight_of(year, month, day), reader);
}

/// `17/06/09 20:10:40`, `081109 203615`: the year first.
std::optional<std::int64_t> read_short(TimeReader reader) {
  constexpr int kCentury = 2000;
  const int year = kCentury + reader.number(2);
  const bool is_apart = reader.take("/");
  const int month = reader.number(2);
  if (is_apart) reader.need("/");
  const int day = reader.number(2);
  reader.need(" ");
  if (!reader.good()) return std::nullopt;
  const auto midnight = midnight_of(year, month, day);
  if (is_apart) return on_day(midnight, reader);
  const int hour = reader.number(2);
  const int minute = reader.number(2);
  const int second = reader.number(2);
  reader.need(" ");
  if (!midnight || !reader.good() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return *midnight + hour * 3600 + minute * 60 + second;
}

/// `Oct  1 09:41:07` (RFC 3164), `Oct  1 09:41:07 2026` (ctime).
std::optional<std::int64_t> read_syslog(TimeReader reader, std::int64_t now) {
  const int month = reader.month_name();
  if (month == 0) return std::nullopt;
  reader.need(" ");
  const int day = reader.number(reader.take(" ") || !is_decimal(reader.peek()) ? 1 : 2);
  reader.need(" ");
  if (!reader.good()) return std::nullopt;
  const auto clock = read_clock(reader);
  if (!clock) return std::nullopt;
  TimeReader after = reader;
  after.need(" ");
  const int year = after.number(4);
  const auto midnight =
      after.good() ? midnight_of(year, month, day) : midnight_before(now, month, day);
  if (!midnight) return std::nullopt;
  return *midnight + *clock;
}

/// `E1001 09:41:07.123456` of klog.
std::optional<std::int64_t> read_klog(TimeReader reader, std::int64_t now) {
  reader.need("IWEF");
  const int month = reader.number(2);
  const int day = reader.number(2);
  reader.need(" ");
  if (!reader.good()) return std::nullopt;
  return on_day(midnight_before(now, month, day), reader);
}

/// Whether the number at `at` stands under a name of a time, or where shells keep one.
bool is_under_time_name(std::string_view text, std::size_t at) {
  std::string_view before = text.substr(0, at);
  const bool is_of_shell = before.ends_with('#') || before.ends_with(": ");
  if (is_of_shell && (before.size() <= 2 || before[before.size() - 3] == '\n' ||
                      before[before.size() - 2] == '\n' || before.size() == 1))
    return true;
  before = trim(before, " \"'");
  if (before.empty() || (before.back() != ':' && before.back() != '=')) return false;
  before.remove_suffix(1);
  before = trim(before, " \"'");
  std::size_t begin = before.size();
  while (begin > 0 && (is_letter(before[begin - 1]) || before[begin - 1] == '_'))
    --begin;
  static constexpr auto kEnds =
      std::to_array<std::string_view>({"time", "timestamp", "ts", "date", "when", "_at", "epoch"});
  const std::string name = lower_ascii(before.substr(begin));
  return std::ranges::any_of(kEnds, [&](std::string_view end) { return name.ends_with(end); });
}

/// Ten digits and a fraction, or 13, 16 or 19.
std::optional<std::int64_t> read_epoch(std::string_view text, std::size_t at) {
  constexpr std::size_t kSeconds = 10;
  std::size_t end = at;
  while (end < text.size() && is_decimal(text[end]))
    ++end;
  const std::size_t digits = end - at;
  if (digits < kSeconds || digits > kSeconds + 9 || (digits - kSeconds) % 3 != 0 ||
      text[at] != '1' || !is_under_time_name(text, at))
    return std::nullopt;
  std::int64_t seconds = 0;
  for (const char c : text.substr(at, kSeconds))
    seconds = seconds * 10 + (c - '0');
  return seconds;
}

std::optional<std::int64_t> time_at(std::string_view text, std::size_t at, std::int64_t now) {
  const TimeReader reader(text, at);
  if (!is_decimal(text[at])) {
    if (const auto time = read_syslog(reader, now)) return time;
    return read_klog(reader, now);
  }
  if (const auto time = read_iso(reader)) return time;
  if (const auto time = read_access(reader)) return time;
  if (const auto time = read_epoch(text, at)) return time;
  return read_short(reader);
}

/// Whether a time may begin at `at`: a number, a month's name or the letter of klog.
bool may_begin(std::string_view text, std::size_t at) {
  const char c = text[at];
  const char before = at == 0 ? ' ' : text[at - 1];
  if (is_decimal(c)) return !is_decimal(before);
  constexpr std::string_view kFirstLetters = "JFMASONDIWE";
  return kFirstLetters.find(c) != std::string_view::npos && !is_letter(before) &&
         !is_decimal(before);
}

}  // namespace

std::optional<std::int64_t> first_log_time(std::string_view text, std::int64_t now) {
  for (std::size_t at = 0; at < text.size(); ++at)
    if (may_begin(text, at))
      if (const auto time = time_at(text, at, now)) return time;
  return std::nullopt;
}

std::optional<std::int64_t> last_log_time(std::string_view text, std::int64_t now) {
  for (std::size_t at = text.size(); at-- > 0;)
    if (may_begin(text, at))
      if (const auto time = time_at(text, at, now)) return time;
  return std::nullopt;
}

}  // namespace nhiscan
