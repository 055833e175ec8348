// Tokens that carry a packed description of themselves: GitLab's routable tokens, PyPI's macaroons,
// Sentry's organisation tokens.

#include <algorithm>
#include <charconv>

#include "base/encoding.h"
#include "credentials/byte_reader.h"
#include "credentials/json.h"
#include "credentials/parts.h"
#include "credentials/readers.h"

namespace nhiscan {
namespace {

/// The keys of a routable payload (gitlab lib/authn/token_field/generator/routable_token.rb).
std::string_view routable_name(char key) {
  switch (key) {
    case 'c':
      return "cell";
    case 'o':
      return "organization";
    case 'g':
      return "group";
    case 'p':
      return "project";
    case 'u':
      return "user";
    case 't':
      return "runner_type";
    default:
      return {};
  }
}

std::optional<std::int64_t> base36_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 36);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// The text lines of the payload: random bytes, the lines, and one byte that holds their length.
std::string routable_payload(std::string_view secret) {
  auto encoded = secret.substr(0, secret.find('.'));
  const auto dash = encoded.find('-', encoded.find("gl"));
  if (dash == std::string_view::npos) return {};
  encoded.remove_prefix(dash + 1);
  const bool is_runner = encoded.size() > 3 && encoded[0] == 't' &&
                         is_digits(encoded.substr(1, 1)) && encoded[2] == '_';
  if (is_runner) encoded.remove_prefix(3);
  const auto bytes = decode_base64(encoded);
  if (!bytes || bytes->size() < 18) return {};
  const auto size = static_cast<std::uint8_t>(bytes->back());
  return size + 17U > bytes->size() ? std::string() : bytes->substr(bytes->size() - 1 - size, size);
}

/// A length in base 128, least significant group first, at most 5 bytes.
std::optional<std::size_t> read_varint(ByteReader& reader) {
  std::size_t value = 0;
  for (unsigned shift = 0; shift < 35; shift += 7) {
    const auto byte = reader.number(1);
    if (!byte) return std::nullopt;
    value |= (*byte & 0x7F) << shift;
    if ((*byte & 0x80) == 0) return value;
  }
  return std::nullopt;
}

struct Macaroon {
  std::string location;
  std::string identifier;
  std::vector<std::string> caveats;
};

/// libmacaroons' format version 2, as pymacaroons writes it.
std::optional<Macaroon> read_macaroon(std::string_view bytes) {
  ByteReader reader(bytes);
  if (reader.number(1) != 2U) return std::nullopt;
  Macaroon macaroon;
  bool in_caveats = false;
  while (macaroon.caveats.size() < kMaxFactItems) {
    const auto type = reader.number(1);
    if (!type) return std::nullopt;
    if (*type == 6) return macaroon;
    if (*type == 0) {
      in_caveats = true;
      continue;
    }
    const auto size = read_varint(reader);
    const auto data = size ? reader.bytes(*size) : std::nullopt;
    if (!data) return std::nullopt;
    if (*type == 1 && !in_caveats) macaroon.location = *data;
    if (*type == 2 && !in_caveats) macaroon.identifier = *data;
    if (*type == 2 && in_caveats) macaroon.caveats.emplace_back(*data);
  }
  return macaroon;
}

/// What the caveats of warehouse/macaroons/caveats allow.
struct Restrictions {
  std::vector<std::string> projects;
  std::vector<std::string> texts;
  std::optional<std::int64_t> expires;
  std::optional<std::int64_t> not_before;
};

void add_strings(const nlohmann::json& list, std::vector<std::string>& out) {
  if (!list.is_array()) return;
  for (const auto& item : list)
    if (item.is_string()) out.push_back(item.get<std::string>());
}

std::optional<std::int64_t> integer_in(const nlohmann::json& list, std::size_t at) {
  if (list.size() <= at || !list[at].is_number_integer()) return std::nullopt;
  return list[at].get<std::int64_t>();
}

/// A caveat of today: an array that begins with its tag.
void read_tagged(const nlohmann::json& caveat, Restrictions& out) {
  switch (integer_in(caveat, 0).value_or(-1)) {
    case 0:
      out.expires = integer_in(caveat, 1);
      out.not_before = integer_in(caveat, 2);
      out.texts.emplace_back("expires");
      break;
    case 1:
    case 2:
      if (caveat.size() > 1) add_strings(caveat[1], out.projects);
      out.texts.emplace_back("projects");
      break;
    case 3:
      out.texts.emplace_back("user");
      break;
    case 4:
      out.texts.emplace_back("trusted publisher");
      break;
    default:
      out.texts.emplace_back("unknown");
  }
}

/// A caveat of before 2022: `{"version":1,"permissions":"user"}` or
/// `{"permissions":{"projects":[…]}}`, or an expiry by name.
void read_legacy(const nlohmann::json& caveat, Restrictions& out) {
  if (const auto* permissions = object_of(caveat, "permissions")) {
    out.texts.emplace_back("projects");
    if (const auto names = permissions->find("projects"); names != permissions->end())
      add_strings(*names, out.projects);
    return;
  }
  if (text_of(caveat, "permissions") == "user") out.texts.emplace_back("user");
  if (const auto expires = time_of(caveat, "exp")) {
    out.expires = expires;
    out.not_before = time_of(caveat, "nbf");
    out.texts.emplace_back("expires");
  }
}

Restrictions read_restrictions(const std::vector<std::string>& caveats) {
  Restrictions restrictions;
  for (const auto& text : caveats) {
    const auto caveat = parse_json(text);
    if (!caveat) continue;
    if (caveat->is_array()) read_tagged(*caveat, restrictions);
    if (caveat->is_object()) read_legacy(*caveat, restrictions);
  }
  return restrictions;
}

}  // namespace

void read_gitlab_routable(const Reading& reading) {
  Finding& finding = reading.finding;
  const std::string payload = routable_payload(reading.secret);
  for (const auto line : split(payload, '\n', 20)) {
    const auto name =
        line.size() > 2 && line[1] == ':' ? routable_name(line[0]) : std::string_view();
    const auto value = name.empty() ? std::nullopt : base36_number(line.substr(2));
    if (!value) continue;
    set_number(finding, name, *value);
    mark_structure_ok(finding);
    if (name == "project" || name == "group")
      finding.target = std::string(name) + " " + std::to_string(*value);
  }
}

void read_pypi_macaroon(const Reading& reading) {
  Finding& finding = reading.finding;
  const auto start = reading.secret.find("pypi-");
  if (start == std::string_view::npos) return;
  const auto bytes = decode_base64(reading.secret.substr(start + 5));
  const auto macaroon = bytes ? read_macaroon(*bytes) : std::nullopt;
  if (!macaroon) return;
  const Restrictions restrictions = read_restrictions(macaroon->caveats);
  set_fact(finding, "location", macaroon->location);
  set_fact(finding, "token_id", macaroon->identifier);
  set_list(finding, "caveats", restrictions.texts);
  set_list(finding, "projects", restrictions.projects);
  finding.target =
      fact_text(restrictions.projects.empty() ? macaroon->location : restrictions.projects.front());
  set_lifetime(finding, restrictions.not_before, restrictions.expires, "expiration caveat");
  if (!restrictions.expires) set_non_expiring(finding, "no expiration caveat");
  set_scope(finding,
            {restrictions.projects.empty() ? "upload: every project of the account"
                                           : "upload: the named projects"},
            "caveats");
  set_scope_level(finding, ScopeLevel::write, "caveats");
  mark_structure_ok(finding);
}

void read_sentry_org(const Reading& reading) {
  Finding& finding = reading.finding;
  const auto start = reading.secret.find("sntrys_");
  const auto last = reading.secret.rfind('_');
  if (start == std::string_view::npos || last <= start + 7) return;
  const auto bytes = decode_base64(reading.secret.substr(start + 7, last - start - 7));
  const auto object = bytes ? parse_json(*bytes) : std::nullopt;
  if (!object || !object->is_object()) return;
  set_fact(finding, "organization", text_of(*object, "org"));
  set_fact(finding, "url", text_of(*object, "url"));
  set_fact(finding, "region_url", text_of(*object, "region_url"));
  finding.target = fact_text(text_of(*object, "org"));
  set_lifetime(finding, time_of(*object, "iat"), std::nullopt, "iat field");
  mark_structure_ok(finding);
}

}  // namespace nhiscan
