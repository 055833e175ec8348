#include "base/toml_date.h"

#include <algorithm>
#include <string>

#include "base/time.h"

namespace nhiscan {

std::optional<std::int64_t> midnight_of(const toml::node& node) {
  const auto date = node.value_exact<toml::date>();
  if (!date) return std::nullopt;
  std::string year = std::to_string(date->year);
  year.insert(0, 4 - std::min<std::size_t>(year.size(), 4), '0');
  const auto two = [](unsigned number) {
    return (number < 10 ? "-0" : "-") + std::to_string(number);
  };
  return parse_rfc3339(year + two(date->month) + two(date->day));
}

}  // namespace nhiscan
