#include "detection/known_form.h"

#include <array>
#include <cstddef>

#include "detection/value_text.h"

namespace nhiscan {
namespace {

using namespace value_text;

/// AWS IAM user guide, 'Manage access keys': forty characters of base64.
bool is_aws_secret_key(std::string_view value) {
  const auto is_base64 = [](char c) { return is_alnum(c) || c == '+' || c == '/'; };
  return value.size() == 40 && all(value, is_base64);
}

/// Telegram Bot API, 'Authorizing your bot': `123456:ABC-DEF…`, the secret being 35 characters.
bool is_telegram_token(std::string_view value) {
  const auto colon = value.find(':');
  if (colon == npos || colon < 6 || colon > 12 || value.size() - colon != 36) return false;
  const auto is_url_safe = [](char c) { return is_name_char(c) || c == '-'; };
  return all(value.substr(0, colon), is_digit) && all(value.substr(colon + 1), is_url_safe);
}

/// Meraki Dashboard API, 'Authorization': forty hex digits.
bool is_meraki_key(std::string_view value) {
  return value.size() == 40 && all(value, is_hex) &&
         !(any(value, is_upper) && any(value, is_lower));
}

/// Mistral's console: 32 letters and digits.
bool is_mistral_key(std::string_view value) { return value.size() == 32 && all(value, is_alnum); }

struct KnownForm {
  std::string_view provider;
  std::string_view word;  // that the key holds too
  bool (*is_right)(std::string_view);
};

constexpr auto kForms = std::to_array<KnownForm>({
    {"aws_secret", "key", is_aws_secret_key},
    {"telegram", "token", is_telegram_token},
    {"meraki", "", is_meraki_key},
    {"mistral", "", is_mistral_key},
});

}  // namespace

bool breaks_known_form(std::string_view key, std::string_view value) {
  return std::ranges::any_of(kForms, [&](const KnownForm& form) {
    return contains(key, form.provider) && contains(key, form.word) && !form.is_right(value);
  });
}

}  // namespace nhiscan
