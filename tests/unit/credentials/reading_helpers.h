#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/encoding.h"
#include "credentials/read.h"
#include "nhiscan/finding.h"

namespace nhiscan::credentials_test {

inline constexpr std::int64_t kNow = 1750000000;  // 2025-06-15

struct RuleParts {
  std::string decode = {};
  std::string checksum = {};
  Kind kind = Kind::api_key;
  LifetimeClass lifetime = LifetimeClass::unknown;
  std::string scope = {};
  Confidence confidence = Confidence::medium;
};

inline Finding finding_of(const RuleParts& parts) {
  auto rule = std::make_shared<Rule>();
  rule->decode = parts.decode;
  rule->checksum = parts.checksum;
  rule->lifetime = parts.lifetime;
  rule->scope = parts.scope;
  rule->kind = parts.kind;
  Finding finding;
  finding.kind = parts.kind;
  finding.confidence = parts.confidence;
  finding.rule = std::move(rule);
  return finding;
}

/// What `read_credential` makes of `secret` between `before` and `after`.
inline Finding read_between(const RuleParts& parts, const std::string& before,
                            const std::string& secret, const std::string& after,
                            std::int64_t now = kNow) {
  Finding finding = finding_of(parts);
  read_credential(finding, before + secret + after, {before.size(), before.size() + secret.size()},
                  now);
  return finding;
}

inline Finding read_alone(const RuleParts& parts, const std::string& secret,
                          std::int64_t now = kNow) {
  return read_between(parts, {}, secret, {}, now);
}

inline std::string text_fact(const Finding& finding, std::string_view name) {
  const auto found = finding.decoded.find(name);
  const auto* text =
      found == finding.decoded.end() ? nullptr : std::get_if<std::string>(&found->second);
  return text == nullptr ? "(none)" : *text;
}

inline std::int64_t number_fact(const Finding& finding, std::string_view name) {
  const auto found = finding.decoded.find(name);
  const auto* number =
      found == finding.decoded.end() ? nullptr : std::get_if<std::int64_t>(&found->second);
  return number == nullptr ? -1 : *number;
}

inline bool flag_fact(const Finding& finding, std::string_view name) {
  const auto found = finding.decoded.find(name);
  const auto* flag = found == finding.decoded.end() ? nullptr : std::get_if<bool>(&found->second);
  return flag != nullptr && *flag;
}

inline std::vector<std::string> list_fact(const Finding& finding, std::string_view name) {
  const auto found = finding.decoded.find(name);
  const auto* list = found == finding.decoded.end()
                         ? nullptr
                         : std::get_if<std::vector<std::string>>(&found->second);
  return list == nullptr ? std::vector<std::string>{} : *list;
}

/// A JWT of that payload. The signature is 43 times the same letter.
inline std::string jwt_of(const std::string& payload,
                          const std::string& header = R"({"alg":"HS256","typ":"JWT"})") {
  return encode_base64url(header) + "." + encode_base64url(payload) + "." + std::string(43, 'A');
}

}  // namespace nhiscan::credentials_test
