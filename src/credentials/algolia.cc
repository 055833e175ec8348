// Algolia's secured keys: base64 of 64 hex digits (an HMAC under the parent key) and the
// restrictions that it covers, as a query (Algolia, "Secured API keys").

#include "base/encoding.h"
#include "credentials/parts.h"
#include "credentials/readers.h"

namespace nhiscan {

void read_algolia_secured(const Reading& reading) {
  constexpr std::size_t kDigestSize = 64;
  const auto text = decode_base64(reading.secret);
  if (!text || text->size() <= kDigestSize || !decode_hex(text->substr(0, kDigestSize))) return;
  Finding& finding = reading.finding;
  std::vector<std::string> restrictions;
  for (const auto part : split(std::string_view(*text).substr(kDigestSize), '&', 50)) {
    const auto equals = part.find('=');
    if (equals == std::string_view::npos) continue;
    const auto name = part.substr(0, equals);
    const std::string value = decode_percent(part.substr(equals + 1));
    if (name == "validUntil" && is_digits(value) && value.size() <= 12)
      set_lifetime(finding, std::nullopt, std::stoll(value), "validUntil");
    else if (name == "userToken")
      set_fact(finding, "user", value);
    else
      restrictions.push_back(std::string(name) + "=" + value);
  }
  set_list(finding, "restrictions", restrictions);
  mark_structure_ok(finding);
}

}  // namespace nhiscan
