#include "credentials/parts.h"

#include <algorithm>

#include "base/encoding.h"

namespace nhiscan {

std::vector<std::string_view> split(std::string_view text, char separator, std::size_t limit) {
  std::vector<std::string_view> parts;
  while (parts.size() + 1 < limit) {
    const auto at = text.find(separator);
    if (at == std::string_view::npos) break;
    parts.push_back(text.substr(0, at));
    text.remove_prefix(at + 1);
  }
  parts.push_back(text);
  return parts;
}

std::string_view between(std::string_view text, std::string_view before, std::string_view after) {
  const auto at = text.find(before);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + before.size());
  return text.substr(0, text.find(after));
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string decode_percent(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte =
        text[i] == '%' && i + 2 < text.size() ? decode_hex(text.substr(i + 1, 2)) : std::nullopt;
    decoded += byte ? *byte : std::string(1, text[i]);
    if (byte) i += 2;
  }
  return decoded;
}

Url parse_url(std::string_view text) {
  Url url;
  const auto scheme = text.find("://");
  if (scheme == std::string_view::npos) return url;
  url.scheme = text.substr(0, scheme);
  text = text.substr(scheme + 3);
  const auto authority = text.substr(0, text.find_first_of("/?#"));
  const auto path = text.substr(authority.size());
  const auto at = authority.rfind('@');
  if (at != std::string_view::npos) url.user = authority.substr(0, at);
  url.host = at == std::string_view::npos ? authority : authority.substr(at + 1);
  url.host =
      url.host.substr(0, url.host.starts_with('[') ? url.host.find(']') + 1 : url.host.find(':'));
  if (path.starts_with('/')) url.path = path.substr(1, path.find_first_of("?#") - 1);
  return url;
}

}  // namespace nhiscan
