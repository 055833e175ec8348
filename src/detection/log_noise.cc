#include "detection/log_noise.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/encoding.h"
#include "base/text.h"
#include "detection/value_text.h"

namespace nhiscan {
namespace {

using value_text::ends_with_one_of;
using value_text::is_digit;
using value_text::is_lower;
using value_text::is_name_char;

/// The name that the value is given: what stands before `=` or `:`, quotes and blanks left out.
std::string log_name_before(std::string_view text, std::size_t begin) {
  constexpr std::string_view kBetween = " \t\"'\\";
  constexpr std::size_t kLongest = 96;
  const std::size_t from = begin - std::min(begin, kLongest);
  std::string_view before = trim(text.substr(from, begin - from), kBetween);
  if (before.empty() || (before.back() != '=' && before.back() != ':')) return {};
  before.remove_suffix(1);
  before = trim(before, kBetween);
  const auto is_of_name = [](char c) { return is_name_char(c) || c == '-' || c == '.'; };
  std::size_t first = before.size();
  while (first > 0 && is_of_name(before[first - 1]))
    --first;
  return lower_ascii(before.substr(first));
}

bool has_form_of_uuid(std::string_view value) {
  return value.size() == 36 && value[8] == '-' && value[13] == '-' && value[18] == '-' &&
         value[23] == '-' && is_hex_text(value.substr(0, 8)) && is_hex_text(value.substr(24));
}

/// Of MD5 to SHA-512, trace and span ids, object ids.
bool has_form_of_digest(std::string_view value) {
  static constexpr auto kSizes = std::to_array<std::size_t>({16, 24, 32, 40, 48, 56, 64, 96, 128});
  return std::ranges::find(kSizes, value.size()) != kSizes.end() && is_hex_text(value);
}

/// `kubernetes/db-credentials`: lower-case words apart by slashes, dots and hyphens.
bool is_path_of_secret(std::string_view value) {
  return value.find('/') != std::string_view::npos && std::ranges::all_of(value, [](char c) {
           return is_lower(c) || is_digit(c) || c == '/' || c == '-' || c == '.' || c == '_';
         });
}

}  // namespace

bool is_log_noise(std::string_view text, const Match& match) {
  static constexpr auto kNoSecret = std::to_array<std::string_view>(
      {"id",    "ids",    "hash",  "digest", "checksum", "fingerprint", "thumbprint",
       "etag",  "sha",    "sha1",  "sha256", "sha512",   "md5",         "version",
       "nonce", "cursor", "name",  "path",   "arn",      "ref",         "type",
       "_at",   "time",   "count", "hint",   "state"});
  static constexpr auto kSecret = std::to_array<std::string_view>(
      {"password", "passwd", "pwd", "secret", "token", "apikey", "api_key", "api-key", "access_key",
       "access-key", "secret_key", "secret-key", "private_key", "auth", "authorization", "bearer"});
  if (match.rule->value == ValueJudgement::exact) return false;
  const std::string_view value = text.substr(match.secret.begin, match.secret.size());
  const std::string name = log_name_before(text, match.secret.begin);
  if (ends_with_one_of(name, kNoSecret)) return true;
  if (is_path_of_secret(value)) return true;
  return (has_form_of_uuid(value) || has_form_of_digest(value)) && !ends_with_one_of(name, kSecret);
}

}  // namespace nhiscan
