#include "base/encoding.h"
#include "credentials/json.h"
#include "credentials/jwt.h"
#include "credentials/jwt_issuer.h"
#include "credentials/jwt_proof.h"
#include "credentials/parts.h"
#include "credentials/readers.h"

namespace nhiscan {
namespace {

bool is_json_object(std::string_view part) {
  const auto bytes = decode_base64(part);
  const auto json = bytes ? parse_json(*bytes) : std::nullopt;
  return json && json->is_object();
}

/// The token without what a provider puts in front of it ("ghs_123_", "glcbt-", "wrkaeu-"), which
/// may hold the letters that a header begins with.
std::string_view without_prefix(std::string_view secret) {
  constexpr int kMostTries = 8;
  std::size_t at = secret.find("ey");
  for (int i = 0; i < kMostTries && at != std::string_view::npos; ++i) {
    const auto token = secret.substr(at);
    if (is_json_object(token.substr(0, token.find('.')))) return token;
    at = secret.find("ey", at + 1);
  }
  at = secret.find("ey");
  return at == std::string_view::npos ? secret : secret.substr(at);
}

/// The token without what stands behind its signature.
std::string_view without_suffix(std::string_view token) {
  constexpr std::string_view kCharacters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/";
  return token.substr(0, token.find_first_not_of(kCharacters));
}

void set_header_facts(Finding& finding, const Claims& claims) {
  set_fact(finding, "algorithm", claims.algorithm);
  set_fact(finding, "type", claims.type);
  set_fact(finding, "key_id", claims.key_id);
  set_fact(finding, "key_url", text_of(claims.header, "jku"));
  if (!claims.encrypted) return;
  set_fact(finding, "content_encryption", claims.encryption);
  set_flag(finding, "encrypted", true);
}

void set_claim_facts(Finding& finding, const Claims& claims) {
  set_fact(finding, "issuer", claims.issuer);
  set_fact(finding, "subject", claims.subject);
  set_list(finding, "audience", claims.audience);
  set_fact(finding, "client_id", claims.client);
  set_fact(finding, "token_id", claims.token_id);
  set_fact(finding, "email", claims.email);
  set_fact(finding, "user", claims.user);
  set_fact(finding, "actor", claims.actor);
  set_list(finding, "scopes", claims.scopes);
  if (claims.not_before && is_plausible_time(*claims.not_before))
    set_number(finding, "not_before_at", *claims.not_before);
}

void refine_kind(Finding& finding, const Claims& claims) {
  if (finding.kind != Kind::jwt) return;
  if (claims.type == "at+jwt" || claims.type == "application/at+jwt")
    finding.kind = Kind::oauth_token;
  if (claims.type == "rt+jwt") finding.kind = Kind::refresh_token;
}

/// The signature isn't checked, but its absence or a length that the algorithm never gives tells
/// that no server accepts the token.
void judge_structure(Finding& finding, const Claims& claims) {
  if (claims.algorithm == "none" || claims.algorithm == "None" || claims.algorithm == "NONE") {
    set_fact(finding, "structure", "unsigned: algorithm none");
    return;
  }
  if (claims.signature_size == 0 && !claims.encrypted) {
    set_fact(finding, "structure", "signature missing");
    return;
  }
  if (signature_fits(claims) == false) {
    set_fact(finding, "structure", "signature length doesn't fit " + claims.algorithm);
    return;
  }
  mark_structure_ok(finding);
}

/// A token whose secret is known is worse than one that leaked: anybody makes the next.
void judge_signer(const Reading& reading, std::string_view token, const Claims& claims) {
  constexpr std::size_t kAround = 2048;
  Finding& finding = reading.finding;
  const auto nearby = surroundings(reading, kAround, kAround).text;
  const JwtSigner signer = signer_of(token, claims.algorithm, nearby);
  if (signer == JwtSigner::issuer) return;
  set_fact(finding, "signing_secret",
           signer == JwtSigner::anybody
               ? "a well-known sample: anybody can sign such tokens"
               : "stands beside it: whoever reads it can sign such tokens");
  finding.validity = Validity::checksum_ok;
}

/// What can be read of a token whose claims are cut off.
void read_header_only(Finding& finding, std::string_view token) {
  const auto bytes = decode_base64(token.substr(0, token.find('.')));
  auto header = bytes ? parse_json(*bytes) : std::nullopt;
  if (!header || !header->is_object()) return;
  set_fact(finding, "algorithm", text_of(*header, "alg"));
  set_fact(finding, "key_id", text_of(*header, "kid"));
  set_fact(finding, "structure", "claims unreadable");
}

}  // namespace

void read_jwt(const Reading& reading) {
  Finding& finding = reading.finding;
  const auto token = without_suffix(without_prefix(reading.secret));
  const auto claims = decode_jwt(token);
  if (!claims) return read_header_only(finding, token);
  set_header_facts(finding, *claims);
  judge_structure(finding, *claims);
  if (claims->encrypted) return;
  set_claim_facts(finding, *claims);
  judge_signer(reading, token, *claims);
  refine_kind(finding, *claims);
  set_lifetime(finding, claims->issued ? claims->issued : claims->not_before, claims->expires,
               "exp claim");
  const bool format_knows = finding.lifetime.lifetime_class != LifetimeClass::unknown;
  if (!claims->expires && !format_knows) set_non_expiring(finding, "no exp claim");
  set_scope(finding, claims->scopes, "claims");
  apply_issuer(finding, *claims);
}

}  // namespace nhiscan
