#include "credentials/named_values.h"

#include <string>

#include "base/text.h"

namespace nhiscan {

std::vector<std::string_view> named_values(std::string_view text, std::string_view stem,
                                           std::size_t shortest) {
  constexpr std::size_t kMost = 16;
  constexpr std::string_view kJoints = "_- \t\"':=>";
  constexpr std::string_view kEnds = " \t\r\n\"'`,;<>&";
  const std::string lower = lower_ascii(text);
  std::vector<std::string_view> values;
  for (auto at = lower.find(stem); at != std::string::npos && values.size() < kMost;
       at = lower.find(stem, at + stem.size())) {
    auto begin = lower.find_first_not_of(kJoints, at + stem.size());
    if (begin != std::string::npos && lower.compare(begin, 3, "key") == 0)
      begin = lower.find_first_not_of(kJoints, begin + 3);
    if (begin == std::string::npos) break;
    const auto rest = text.substr(begin);
    const auto value = rest.substr(0, rest.find_first_of(kEnds));
    if (value.size() >= shortest) values.push_back(value);
  }
  return values;
}

}  // namespace nhiscan
