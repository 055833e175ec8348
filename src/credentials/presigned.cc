// URLs that are signed in advance: AWS Signature Version 4 (S3, STS and EKS, RDS, Bedrock) and
// Google's V4 signing process, as they stand or in base64.

#include <algorithm>
#include <map>

#include "base/encoding.h"
#include "base/time.h"
#include "credentials/aws_key_id.h"
#include "credentials/parts.h"
#include "credentials/readers.h"

namespace nhiscan {
namespace {

constexpr std::size_t kMaxUrlBytes = std::size_t{16} << 10;

using UrlQuery = std::map<std::string, std::string>;

struct SignedUrl {
  std::string host;
  std::string path;
  UrlQuery query;  ///< names in lower case without `x-amz-` or `x-goog-`
};

std::string plain_name(std::string_view name) {
  std::string lower(name);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  for (const std::string_view prefix : {"x-amz-", "x-goog-"})
    if (lower.starts_with(prefix)) return lower.substr(prefix.size());
  return lower;
}

/// Entities and escapes of `&` count as it.
std::string plain_ampersands(std::string_view text) {
  std::string plain(text);
  for (const std::string_view escaped : {"&amp;", "\\u0026"})
    for (auto at = plain.find(escaped); at != std::string::npos; at = plain.find(escaped, at + 1))
      plain.replace(at, escaped.size(), "&");
  return plain;
}

SignedUrl parse_signed_url(std::string_view text) {
  SignedUrl url;
  const std::string plain = plain_ampersands(text);
  const std::string_view whole = plain;
  const auto question = whole.find('?');
  auto address = whole.substr(0, question == std::string_view::npos ? 0 : question);
  if (const auto scheme = address.find("://"); scheme != std::string_view::npos)
    address.remove_prefix(scheme + 3);
  url.host = address.substr(0, address.find_first_of(":/"));
  const auto slash = address.find('/');
  if (slash != std::string_view::npos) url.path = address.substr(slash + 1);
  const auto query = question == std::string_view::npos ? whole : whole.substr(question + 1);
  for (const auto part : split(query, '&', 100)) {
    const auto equals = part.find('=');
    if (equals != std::string_view::npos)
      url.query.emplace(plain_name(part.substr(0, equals)),
                        decode_percent(part.substr(equals + 1)));
  }
  return url;
}

bool is_url_text(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

/// What surrounds the secret up to blanks and quotes: a rule may capture only the signature.
std::string_view url_around(const Reading& reading) {
  constexpr std::string_view kStops = " \t\r\n\"'`<>";
  constexpr std::size_t kMaxAroundUrl = 4096;
  const auto [text, span] = surroundings(reading, kMaxAroundUrl, kMaxAroundUrl);
  const auto before = text.substr(0, span.begin).find_last_of(kStops);
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  const std::size_t end = std::min(text.find_first_of(kStops, span.end), text.size());
  return text.substr(begin, end - begin);
}

/// The text that holds the query: the secret, the URL that it stands in, or what its base64 says.
std::string signed_text(const Reading& reading) {
  constexpr std::size_t kLongestUrlPrefix = 32;
  const auto secret = reading.secret.substr(0, kMaxUrlBytes);
  const auto is_signed = [](std::string_view text) {
    return text.find("X-Amz-Credential") != std::string_view::npos ||
           text.find("X-Goog-Credential") != std::string_view::npos;
  };
  if (is_signed(secret)) return std::string(secret);
  if (const auto url = url_around(reading); is_signed(url)) return std::string(url);
  for (std::size_t at = 0; at < std::min(kLongestUrlPrefix, secret.size()); ++at)
    if (auto text = decode_base64(secret.substr(at));
        text && is_url_text(*text) && is_signed(*text))
      return *text;
  return {};
}

std::string query_value_of(const UrlQuery& query, const std::string& name) {
  const auto found = query.find(name);
  return found == query.end() ? std::string() : found->second;
}

/// Of `20261122T101500Z`.
std::optional<std::int64_t> basic_time(std::string_view text) {
  if (text.size() != 16 || text[8] != 'T') return std::nullopt;
  std::string full(text);
  for (const std::size_t colon : {13, 11})
    full.insert(colon, 1, ':');
  for (const std::size_t dash : {6, 4})
    full.insert(dash, 1, '-');
  return parse_rfc3339(full);
}

void set_credential(Finding& finding, std::string_view credential) {
  const auto parts = split(credential, '/');
  set_fact(finding, parts[0].find('@') == std::string_view::npos ? "access_key_id" : "user",
           parts[0]);
  if (parts[0].find('@') != std::string_view::npos) set_fact(finding, "account", parts[0]);
  const std::string account = account_of_aws_key(parts[0]);
  set_fact(finding, "account", account);
  if (parts.size() > 3) {
    if (parts[2] != "auto") set_fact(finding, "region", parts[2]);
    set_fact(finding, "service", parts[3]);
  }
  const auto project = between(parts[0], "@", ".iam.gserviceaccount.com");
  if (parts[0].ends_with(".iam.gserviceaccount.com")) set_fact(finding, "project", project);
  if (!account.empty()) finding.target = account;
}

}  // namespace

void read_presigned_url(const Reading& reading) {
  Finding& finding = reading.finding;
  const std::string text = signed_text(reading);
  const SignedUrl url = parse_signed_url(text);
  const std::string credential = query_value_of(url.query, "credential");
  if (credential.empty()) return;
  set_credential(finding, credential);
  set_fact(finding, "host", url.host);
  set_fact(finding, "path", url.path);
  set_fact(finding, "user", query_value_of(url.query, "dbuser"));
  set_fact(finding, "action", query_value_of(url.query, "action"));
  const auto issued = basic_time(query_value_of(url.query, "date"));
  const std::string seconds = query_value_of(url.query, "expires");
  const auto life =
      is_digits(seconds) && seconds.size() <= 9 ? std::optional(std::stoll(seconds)) : std::nullopt;
  set_lifetime(finding, issued, issued && life ? std::optional(*issued + *life) : std::nullopt,
               "date and expires of the query");
  if (finding.target.empty()) finding.target = fact_text(url.host);
  if (issued) mark_structure_ok(finding);
}

}  // namespace nhiscan
