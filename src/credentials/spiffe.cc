#include "credentials/spiffe.h"

#include <algorithm>

#include "base/text.h"
#include "credentials/parts.h"

namespace nhiscan {
namespace {

bool is_domain_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

bool is_path_character(char c) { return is_domain_character(c) || (c >= 'A' && c <= 'Z'); }

bool is_segment(std::string_view segment) {
  return !segment.empty() && segment != "." && segment != ".." &&
         std::ranges::all_of(segment, is_path_character);
}

}  // namespace

std::optional<SpiffeId> parse_spiffe_id(std::string_view text) {
  constexpr std::string_view kScheme = "spiffe://";
  if (text.size() > 2048 || lower_ascii(text.substr(0, kScheme.size())) != kScheme)
    return std::nullopt;
  text.remove_prefix(kScheme.size());
  const auto domain = text.substr(0, text.find('/'));
  const auto path = text.substr(domain.size());
  if (domain.empty() || domain.size() > 255 || !std::ranges::all_of(domain, is_domain_character))
    return std::nullopt;
  if (!path.empty() && !std::ranges::all_of(split(path.substr(1), '/', 2048), is_segment))
    return std::nullopt;
  return SpiffeId{std::string(domain), std::string(path)};
}

}  // namespace nhiscan
