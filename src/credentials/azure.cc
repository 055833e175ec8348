// Azure shared access signatures (Microsoft Learn, "Create a service SAS", "Create an account SAS")
// and connection strings.

#include <algorithm>
#include <map>

#include "base/text.h"
#include "base/time.h"
#include "credentials/parts.h"
#include "credentials/readers.h"

namespace nhiscan {
namespace {

constexpr std::size_t kMaxAround = 2048;

using Fields = std::map<std::string, std::string>;

/// The widest stretch round the span whose bytes none of `stops` holds.
std::string_view stretch(const Reading& reading, std::string_view stops) {
  const auto [text, span] = surroundings(reading, kMaxAround, kMaxAround);
  const auto before = text.substr(0, span.begin).find_last_of(stops);
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  const std::size_t end = std::min(text.find_first_of(stops, span.end), text.size());
  return text.substr(begin, end - begin);
}

/// `name=value` parts; of equal names the first counts.
Fields fields_of(std::string_view text, char separator) {
  Fields fields;
  for (const auto part : split(text, separator, 200)) {
    const auto equals = part.find('=');
    if (equals != std::string_view::npos)
      fields.emplace(part.substr(0, equals), part.substr(equals + 1));
  }
  return fields;
}

std::string value_of(const Fields& fields, const std::string& name) {
  const auto found = fields.find(name);
  return found == fields.end() ? std::string() : found->second;
}

/// The query of a SAS, whose separators may be written `&amp;` or `\u0026`.
Fields sas_fields(std::string_view text) {
  std::string query(text.substr(text.find('?') == std::string_view::npos ? 0 : text.find('?') + 1));
  for (const std::string_view entity : {"&amp;", "\\u0026"})
    for (auto at = query.find(entity); at != std::string::npos; at = query.find(entity, at + 1))
      query.replace(at, entity.size(), "&");
  Fields fields = fields_of(query, '&');
  for (auto& [name, value] : fields)
    value = decode_percent(value);
  return fields;
}

/// The letters of `sp` as words ("Create a service SAS", permissions for a blob, container, queue
/// and table).
std::vector<std::string> permissions(std::string_view letters) {
  static const std::map<char, const char*> kWords = {{'r', "read"},
                                                     {'a', "add"},
                                                     {'c', "create"},
                                                     {'w', "write"},
                                                     {'d', "delete"},
                                                     {'x', "delete version"},
                                                     {'l', "list"},
                                                     {'t', "tags"},
                                                     {'m', "move"},
                                                     {'e', "execute"},
                                                     {'o', "ownership"},
                                                     {'p', "permissions"},
                                                     {'u', "update"},
                                                     {'f', "find"},
                                                     {'i', "set immutability policy"},
                                                     {'y', "permanent delete"}};
  std::vector<std::string> words;
  for (const char letter : letters)
    if (const auto word = kWords.find(letter); word != kWords.end())
      words.emplace_back(word->second);
  return words;
}

ScopeLevel level_of_permissions(std::string_view letters) {
  if (letters.find_first_of("op") != std::string_view::npos) return ScopeLevel::admin;
  if (letters.find_first_of("acwdxtmueiy") != std::string_view::npos) return ScopeLevel::write;
  return letters.find_first_of("rlf") != std::string_view::npos ? ScopeLevel::read
                                                                : ScopeLevel::unknown;
}

/// "acme" of "acme.blob.core.windows.net".
std::string first_label(std::string_view host) {
  return std::string(host.substr(0, host.find('.')));
}

void set_sas_resource(Finding& finding, const Fields& fields, std::string_view text) {
  set_fact(finding, "api_version", value_of(fields, "sv"));
  set_fact(finding, "resource", value_of(fields, "sr"));
  set_fact(finding, "services", value_of(fields, "ss"));
  set_fact(finding, "resource_types", value_of(fields, "srt"));
  set_fact(finding, "ip_range", value_of(fields, "sip"));
  set_fact(finding, "protocol", value_of(fields, "spr"));
  set_fact(finding, "policy",
           value_of(fields, "si").empty() ? value_of(fields, "skn") : value_of(fields, "si"));
  set_fact(finding, "object_id", value_of(fields, "skoid"));
  set_fact(finding, "tenant", value_of(fields, "sktid"));
  const Url url = parse_url(text);
  const std::string resource = value_of(fields, "sr");  // Service Bus names the whole of it
  const auto host = url.host.empty() ? parse_url(resource).host : url.host;
  if (host.empty()) return;
  set_fact(finding, "host", host);
  finding.target = first_label(host);
}

}  // namespace

void read_azure_sas(const Reading& reading) {
  Finding& finding = reading.finding;
  const auto text = stretch(reading, " \t\r\n\"'`<>,;()[]{}");
  const Fields fields = sas_fields(text);
  if (value_of(fields, "sig").empty() && value_of(fields, "se").empty()) return;
  set_sas_resource(finding, fields, text);
  set_lifetime(finding, parse_rfc3339(value_of(fields, "st")),
               parse_rfc3339(value_of(fields, "se")), "se field");
  const std::string letters = value_of(fields, "sp");
  if (!letters.empty()) {
    set_scope(finding, permissions(letters), "sp field");
    set_scope_level(finding, level_of_permissions(letters), "sp field");
    set_list(finding, "permissions", permissions(letters));
  }
  mark_structure_ok(finding);
}

void read_azure_connection_string(const Reading& reading) {
  Finding& finding = reading.finding;
  Fields fields;
  for (auto& [name, value] : fields_of(stretch(reading, "\r\n\"'`<>"), ';')) {
    // What stands before the first name ("CONN=Endpoint=sb://…") isn't part of it.
    const auto equals = value.find('=');
    const bool nested = equals != std::string::npos && equals + 1 < value.size() &&
                        value.substr(0, equals) == "Endpoint";
    fields.emplace(nested ? "endpoint" : lower_ascii(name),
                   nested ? value.substr(equals + 1) : value);
  }
  const std::string policy = value_of(fields, "sharedaccesskeyname");
  const std::string account = value_of(fields, "accountname");
  std::string endpoint = value_of(fields, "endpoint");
  for (const char* name : {"accountendpoint", "hostname", "blobendpoint"})
    if (endpoint.empty()) endpoint = value_of(fields, name);
  const Url url = parse_url(endpoint);
  const auto host = url.host.empty() ? std::string_view(endpoint) : url.host;
  set_fact(finding, "account", account);
  set_fact(finding, "host", host);
  set_fact(finding, "policy", policy);
  set_fact(finding, "entity", value_of(fields, "entitypath"));
  set_fact(finding, "device", value_of(fields, "deviceid"));
  set_fact(finding, "endpoint_suffix", value_of(fields, "endpointsuffix"));
  if (!account.empty() || !host.empty())
    finding.target = fact_text(account.empty() ? first_label(host) : account);
  if (policy == "RootManageSharedAccessKey" || policy == "iothubowner")
    set_scope_level(finding, ScopeLevel::admin, "policy name");
  if (!finding.target.empty()) mark_structure_ok(finding);
}

}  // namespace nhiscan
