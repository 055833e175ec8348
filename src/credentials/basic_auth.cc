// A user and a password: `user:password`, its base64 (RFC 7617), or the userinfo of a URL. Only the
// user is kept.

#include <algorithm>

#include "base/encoding.h"
#include "credentials/parts.h"
#include "credentials/readers.h"

namespace nhiscan {
namespace {

bool is_printable(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; });
}

/// What tokens use in place of a user, by the provider's documentation of git over HTTPS and of
/// container registries.
std::string_view role_of(std::string_view user) {
  if (user == "x-access-token") return "GitHub App installation token";
  if (user == "oauth2" || user == "gitlab-ci-token") return "GitLab token";
  if (user.starts_with("gitlab+deploy-token-")) return "GitLab deploy token";
  if (user == "x-token-auth") return "Bitbucket access token";
  if (user == "_json_key" || user == "_json_key_base64") return "Google service account key";
  if (user == "oauth2accesstoken") return "Google access token";
  if (user == "00000000-0000-0000-0000-000000000000") return "Azure Container Registry token";
  if (user == "AWS") return "Amazon ECR token";
  if (user == "__token__") return "PyPI token";
  return {};
}

void set_user(Finding& finding, std::string_view user) {
  set_fact(finding, "user", user);
  set_fact(finding, "user_means", role_of(user));
}

void set_host(Finding& finding, std::string_view host) {
  if (host.empty()) return;
  set_fact(finding, "host", host);
  if (finding.target.empty()) finding.target = fact_text(host);
}

bool read_url(Finding& finding, std::string_view text) {
  const Url url = parse_url(text);
  if (url.user.empty()) return false;
  set_user(finding, decode_percent(url.user.substr(0, url.user.find(':'))));
  set_host(finding, url.host);
  return true;
}

bool read_pair(Finding& finding, std::string_view pair) {
  const auto colon = pair.find(':');
  if (colon == std::string_view::npos || !is_printable(pair)) return false;
  set_user(finding, pair.substr(0, colon));
  return true;
}

/// The secret is only the password, and `scheme://user:` stands before it.
void read_around(const Reading& reading) {
  constexpr std::string_view kStops = " \t\r\n\"'`<>";
  const auto [text, span] = surroundings(reading, 512, 256);
  const auto before = text.substr(0, span.begin).find_last_of(kStops);
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  const std::size_t end = std::min(text.find_first_of(kStops, span.end), text.size());
  if (span.begin > 0 && text[span.begin - 1] == ':')
    read_url(reading.finding, text.substr(begin, end - begin));
}

}  // namespace

void read_basic_auth(const Reading& reading) {
  Finding& finding = reading.finding;
  if (read_url(finding, reading.secret)) return;
  const auto decoded = decode_base64(reading.secret);
  if (decoded && read_pair(finding, *decoded)) return mark_structure_ok(finding);
  if (finding.decoded.contains("user")) return;
  // A password may hold a colon, so `user:password` counts only where the text before isn't already
  // a user's.
  const bool after_user = reading.span.begin > 0 && reading.document[reading.span.begin - 1] == ':';
  if (after_user)
    read_around(reading);
  else if (finding.kind == Kind::basic_auth)
    read_pair(finding, reading.secret);
}

}  // namespace nhiscan
