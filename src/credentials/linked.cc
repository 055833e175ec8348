// Secrets that prove which account they belong to by a hash: Supabase keys beside a project's URL,
// Meilisearch keys beside their master key, OpenShift tokens. And seeds of one-time passwords,
// whose URL names issuer and account.

#include <vector>

#include "base/encoding.h"
#include "credentials/checksum.h"
#include "credentials/named_values.h"
#include "credentials/parts.h"
#include "credentials/readers.h"
#include "wrap/digest.h"

namespace nhiscan {
namespace {

constexpr std::size_t kMaxAroundLinked = 4096;
constexpr std::size_t kShortestMaster = 16;

bool is_project(std::string_view text) {
  return text.size() == 20 &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string_view::npos;
}

std::string query_value(std::string_view url, std::string_view name) {
  const auto question = url.find('?');
  if (question == std::string_view::npos) return {};
  for (const auto part : split(url.substr(question + 1), '&', 50)) {
    const auto equals = part.find('=');
    if (equals != std::string_view::npos && part.substr(0, equals) == name)
      return decode_percent(part.substr(equals + 1));
  }
  return {};
}

}  // namespace

void read_supabase(const Reading& reading) {
  Finding& finding = reading.finding;
  auto text = surroundings(reading, kMaxAroundLinked, kMaxAroundLinked).text;
  for (auto at = text.find(".supabase."); at != std::string_view::npos;
       at = text.find(".supabase.", at + 1)) {
    const auto project = text.substr(at < 20 ? 0 : at - 20, at < 20 ? at : 20);
    if (!is_project(project) || !supabase_key_belongs_to(project, reading.secret)) continue;
    set_fact(finding, "project", project);
    finding.target = project;
    finding.validity = Validity::checksum_ok;
    finding.confidence = Confidence::high;
    return;
  }
}

/// Meilisearch documentation, 'Security': an API key is the HMAC-SHA-256 of its `uid` under the
/// master key, in hex.
void read_meilisearch(const Reading& reading) {
  const std::string_view text = surroundings(reading, kMaxAroundLinked, kMaxAroundLinked).text;
  const std::vector<std::string_view> masters = named_values(text, "master", kShortestMaster);
  if (masters.empty()) return;
  for (const std::string_view uid : named_values(text, "uid", kShortestMaster))
    for (const std::string_view master : masters) {
      if (encode_hex(hmac_sha256(master, uid)) != reading.secret) continue;
      set_fact(reading.finding, "uid", uid);
      set_fact(reading.finding, "proof", "derived from the master key beside it");
      reading.finding.validity = Validity::checksum_ok;
      reading.finding.confidence = Confidence::high;
      return;
    }
}

void read_openshift(const Reading& reading) {
  constexpr std::string_view kPrefix = "sha256~";
  if (!reading.secret.starts_with(kPrefix)) return;
  const auto secret = reading.secret.substr(kPrefix.size());
  const auto bytes = decode_base64(secret);
  if (!bytes || bytes->size() != 32) return;
  set_fact(reading.finding, "object_name", std::string(kPrefix) + encode_base64url(sha256(secret)));
  mark_structure_ok(reading.finding);
}

void read_otpauth(const Reading& reading) {
  const auto [text, span] = surroundings(reading, 512, 512);
  const auto begin = text.substr(0, span.end).rfind("otpauth://");
  if (begin == std::string_view::npos) return;
  auto url = text.substr(begin);
  url = url.substr(0, url.find_first_of(" \t\r\n\"'`<>"));
  Finding& finding = reading.finding;
  const Url parts = parse_url(url);
  const std::string label = decode_percent(parts.path);
  const auto colon = label.find(':');
  const std::string issuer = query_value(url, "issuer");
  set_fact(finding, "type", parts.host);
  set_fact(finding, "issuer",
           issuer.empty() && colon != std::string::npos ? label.substr(0, colon) : issuer);
  set_fact(finding, "account", colon == std::string::npos ? label : label.substr(colon + 1));
  set_fact(finding, "algorithm", query_value(url, "algorithm"));
  set_fact(finding, "digits", query_value(url, "digits"));
  set_fact(finding, "period", query_value(url, "period"));
  if (decode_base32(query_value(url, "secret"))) mark_structure_ok(finding);
}

}  // namespace nhiscan
