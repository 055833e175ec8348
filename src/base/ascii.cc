#include "base/ascii.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace nhiscan {
namespace {

constexpr auto kAlike = std::to_array<std::pair<char32_t, char>>({
    {U'\u2026', '~'},   // …
    {U'\u00B7', '-'},   // ·
    {U'\u2192', '>'},   // →
    {U'\u2013', '-'},   // –
    {U'\u2014', '-'},   // —
    {U'\u2018', '\''},  // ‘
    {U'\u2019', '\''},  // ’
    {U'\u201C', '"'},   // “
    {U'\u201D', '"'},   // ”
});

}  // namespace

std::string to_ascii(std::string_view utf8) {
  std::string ascii;
  ascii.reserve(utf8.size());
  while (!utf8.empty()) {
    const CodePoint point = code_point_at(utf8, 0);
    const auto* const alike =
        std::ranges::find(kAlike, point.value, &std::pair<char32_t, char>::first);
    if (point.valid && point.value < 0x80)
      ascii += static_cast<char>(point.value);
    else if (alike != kAlike.end())
      ascii += alike->second;
    else
      ascii.append(display_width(utf8.substr(0, point.size)), '?');
    utf8.remove_prefix(point.size);
  }
  return ascii;
}

}  // namespace nhiscan
