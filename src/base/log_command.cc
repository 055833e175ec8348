#include "base/log_command.h"

#include <algorithm>

namespace nhiscan {

std::size_t find_log_command(std::string_view text, std::size_t offset) {
  for (std::size_t at = text.find("##", offset); at != std::string_view::npos;
       at = text.find("##", at + 1)) {
    const auto word = text.substr(at + 2);
    const auto* const end = std::ranges::find_if_not(
        word, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
    if (end != word.end() && *end == '[') return at;
  }
  return std::string_view::npos;
}

}  // namespace nhiscan
