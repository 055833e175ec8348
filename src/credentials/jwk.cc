// JSON Web Keys with their private part (RFC 7517, RFC 7518 section 6, RFC 8037).

#include <algorithm>

#include "base/encoding.h"
#include "credentials/json.h"
#include "credentials/parts.h"
#include "credentials/readers.h"
#include "credentials/spki.h"
#include "wrap/digest.h"

namespace nhiscan {
namespace {

constexpr std::size_t kMaxAroundKey = 8192;

/// The JSON object that the secret is, or lies in. Keys are flat, so the nearest braces are its
/// own.
std::optional<nlohmann::json> key_object(const Reading& reading) {
  if (auto whole = parse_json(reading.secret); whole && whole->is_object()) return whole;
  const auto [text, span] = surroundings(reading, kMaxAroundKey, kMaxAroundKey);
  const auto open = text.substr(0, span.begin + 1).rfind('{');
  const auto close = text.find('}', span.end > 0 ? span.end - 1 : 0);
  if (open == std::string_view::npos || close == std::string_view::npos) return std::nullopt;
  auto object = parse_json(text.substr(open, close - open + 1));
  if (!object || !object->is_object()) return std::nullopt;
  return object;
}

std::string number_at(const nlohmann::json& key, std::string_view name) {
  return decode_base64(text_of(key, name)).value_or(std::string());
}

/// The JSON of the required members, in the order of the alphabet (RFC 7638, section 3).
std::string thumbprint(const nlohmann::json& key, std::initializer_list<const char*> names) {
  nlohmann::json required = nlohmann::json::object();
  for (const char* name : names)
    required[name] = text_of(key, name);
  return encode_base64url(
      sha256(required.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)));
}

bool read_rsa(Finding& finding, const nlohmann::json& key) {
  const std::string modulus = number_at(key, "n");
  set_fact(finding, "public_key", rsa_public_key_hash(modulus, number_at(key, "e")));
  set_number(finding, "key_bits", static_cast<std::int64_t>(modulus.size()) * 8);
  set_fact(finding, "thumbprint", thumbprint(key, {"e", "kty", "n"}));
  return !modulus.empty();
}

bool read_ec(Finding& finding, const nlohmann::json& key) {
  const std::string x = number_at(key, "x");
  const std::string y = number_at(key, "y");
  const auto curve = curve_identifier(text_of(key, "crv"));
  if (x.empty() || x.size() != y.size() || curve.empty()) return false;
  set_fact(finding, "curve", text_of(key, "crv"));
  set_fact(finding, "public_key", ec_public_key_hash(curve, "\x04" + x + y));
  set_fact(finding, "thumbprint", thumbprint(key, {"crv", "kty", "x", "y"}));
  return true;
}

bool read_okp(Finding& finding, const nlohmann::json& key) {
  const std::string curve = text_of(key, "crv");
  const std::string x = number_at(key, "x");
  if (x.empty()) return false;
  set_fact(finding, "curve", curve);
  if (curve == "Ed25519")
    set_fact(finding, "public_key", curve_public_key_hash(CurveKey::ed25519, x));
  if (curve == "X25519")
    set_fact(finding, "public_key", curve_public_key_hash(CurveKey::x25519, x));
  set_fact(finding, "thumbprint", thumbprint(key, {"crv", "kty", "x"}));
  return true;
}

}  // namespace

void read_jwk(const Reading& reading) {
  const auto key = key_object(reading);
  if (!key) return;
  Finding& finding = reading.finding;
  const std::string type = text_of(*key, "kty");
  const bool has_secret = !text_of(*key, "d").empty() || !text_of(*key, "k").empty();
  if (type.empty() || !has_secret) return;
  set_fact(finding, "key_algorithm", type);
  set_fact(finding, "key_id", text_of(*key, "kid"));
  set_fact(finding, "algorithm", text_of(*key, "alg"));
  set_fact(finding, "use", text_of(*key, "use"));
  set_flag(finding, "encrypted", false);
  const bool whole = (type == "RSA" && read_rsa(finding, *key)) ||
                     (type == "EC" && read_ec(finding, *key)) ||
                     (type == "OKP" && read_okp(finding, *key)) || type == "oct";
  if (whole) mark_structure_ok(finding);
}

}  // namespace nhiscan
