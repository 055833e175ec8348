#include "credentials/jwt.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "credentials/json.h"
#include "credentials/parts.h"

namespace nhiscan {
namespace {

constexpr std::size_t kMaxTokenBytes = 3U << 20;

Result<nlohmann::json> decode_part(std::string_view part, const char* name) {
  const auto bytes = decode_base64(part);
  if (!bytes) return Error{std::string("the ") + name + " isn't base64url"};
  auto json = parse_json(*bytes);
  if (!json || !json->is_object())
    return Error{std::string("the ") + name + " isn't a JSON object"};
  return std::move(*json);
}

std::string first_text(const nlohmann::json& object,
                       std::initializer_list<std::string_view> names) {
  for (const auto name : names)
    if (auto text = text_of(object, name); !text.empty()) return text;
  return {};
}

void read_header(Claims& claims) {
  claims.algorithm = text_of(claims.header, "alg");
  claims.type = text_of(claims.header, "typ");
  claims.key_id = text_of(claims.header, "kid");
  claims.encryption = text_of(claims.header, "enc");
}

void read_payload(Claims& claims) {
  const auto& payload = claims.payload;
  claims.issuer = text_of(payload, "iss");
  claims.subject = text_of(payload, "sub");
  claims.audience = words_at(payload, "aud");
  claims.client = first_text(payload, {"azp", "client_id", "appid", "cid"});
  claims.token_id = text_of(payload, "jti");
  claims.email = text_of(payload, "email");
  claims.user = first_text(payload, {"preferred_username", "upn", "unique_name", "username"});
  if (const auto* actor = object_of(payload, "act")) claims.actor = text_of(*actor, "sub");
  claims.issued = time_of(payload, "iat");
  claims.not_before = time_of(payload, "nbf");
  claims.expires = time_of(payload, "exp");
  for (const auto* name : {"scope", "scp", "scopes", "roles", "permissions"})
    for (auto& word : words_at(payload, name))
      claims.scopes.push_back(std::move(word));
}

}  // namespace

Result<Claims> decode_jwt(std::string_view token) {
  if (token.size() > kMaxTokenBytes) return Error{"the token is above 3 MiB"};
  const auto parts = split(token, '.', 6);
  if (parts.size() != 2 && parts.size() != 3 && parts.size() != 5)
    return Error{"a JWT has three parts, a JWE five, this has " + std::to_string(parts.size())};
  Claims claims;
  auto header = decode_part(parts[0], "header");
  if (!header) return header.error();
  claims.header = std::move(*header);
  read_header(claims);
  claims.encrypted = parts.size() == 5;
  if (claims.encrypted) return claims;
  auto payload = decode_part(parts[1], "payload");
  if (!payload) return payload.error();
  claims.payload = std::move(*payload);
  read_payload(claims);
  if (parts.size() == 3) claims.signature_size = parts[2].size();
  return claims;
}

std::optional<bool> signature_fits(const Claims& claims) {
  struct Size {
    std::string_view algorithm;
    std::size_t characters;
  };
  constexpr auto kSizes = std::to_array<Size>({{"HS256", 43},
                                               {"HS384", 64},
                                               {"HS512", 86},
                                               {"ES256", 86},
                                               {"ES384", 128},
                                               {"ES512", 176},
                                               {"EdDSA", 86},
                                               {"none", 0}});
  const auto* const size = std::ranges::find(kSizes, claims.algorithm, &Size::algorithm);
  if (claims.encrypted || size == kSizes.end()) return std::nullopt;
  return claims.signature_size == size->characters;
}

}  // namespace nhiscan
